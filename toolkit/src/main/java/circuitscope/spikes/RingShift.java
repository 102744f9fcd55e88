package circuitscope.spikes;

/** How an angle turns what is attached to the neurons of a ring (paper, Appendix G). */
public final class RingShift {
    private RingShift() {}

    /**
     * @param angle theta in rad
     * @param neurons number of neurons N of the ring
     * @param gain turn of the ring over turn of the angle
     * @return floor(N gain theta / (2 pi)) modulo N, from 0 to N - 1
     */
    public static int of(double angle, int neurons, double gain) {
        return Math.floorMod((int) Math.floor(neurons * gain * angle / (2 * Math.PI)), neurons);
    }
}
