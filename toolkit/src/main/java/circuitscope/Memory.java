package circuitscope;

/** Tells before a long run starts that it would not fit into memory. */
public final class Memory {
    private static final double GIGABYTE = 1e9;
    /** What the estimate leaves out: garbage, libraries, small things. */
    private static final double RESERVE = 1.3;

    private Memory() {}

    /**
     * @param what what needs the memory, such as "The GLM of 400 neurons"
     * @param bytes what its large arrays need together
     * @throws InputException if Java may not use so much
     */
    public static void require(String what, double bytes) {
        require(what, bytes, Runtime.getRuntime().maxMemory());
    }

    static void require(String what, double bytes, long most) {
        if (bytes * RESERVE > most) {
            throw InputException.of(
                    "%s needs about %.1f GB, found %.1f GB that Java may use; start Java with -Xmx%dg or more, or take fewer"
                            + " neurons.",
                    what, bytes * RESERVE / GIGABYTE, most / GIGABYTE, (long) Math.ceil(bytes * RESERVE / GIGABYTE));
        }
    }
}
