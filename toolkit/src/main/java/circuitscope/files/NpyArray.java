package circuitscope.files;

import circuitscope.InputException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An array in NumPy's NPY format (versions 1 to 3): real numbers of any width and byte order, in C or Fortran order,
 * and single texts.
 *
 * <p>Source: NumPy Enhancement Proposal 1, "A Simple File Format for NumPy Arrays".
 */
public final class NpyArray {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([<>|=])([a-zA-Z])(\\d+)'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([\\d,\\s]*)\\)");

    private final String where;
    private final char kind;
    private final int width;
    private final boolean fortranOrder;
    private final int[] shape;
    private final ByteBuffer data;

    private NpyArray(String where, char kind, int width, boolean fortranOrder, int[] shape, ByteBuffer data) {
        this.where = where;
        this.kind = kind;
        this.width = width;
        this.fortranOrder = fortranOrder;
        this.shape = shape;
        this.data = data;
    }

    /**
     * @param values the numbers
     * @return an array of 32-bit integers, shape (values.length)
     */
    public static NpyArray of(int... values) {
        ByteBuffer data =
                ByteBuffer.allocate(Math.multiplyExact(4, values.length)).order(ByteOrder.LITTLE_ENDIAN);
        data.asIntBuffer().put(values);
        return new NpyArray("array", 'i', 4, false, new int[] {values.length}, data);
    }

    /**
     * @param rows whole numbers, rows of one length
     * @return an array of 32-bit integers, shape (rows, columns)
     */
    public static NpyArray of(int[][] rows) {
        NpyArray flat = of(Arrays.stream(rows).flatMapToInt(Arrays::stream).toArray());
        int[] shape = {rows.length, rows.length == 0 ? 0 : rows[0].length};
        return new NpyArray(flat.where, flat.kind, flat.width, false, shape, flat.data);
    }

    /**
     * @param values the numbers
     * @return an array of 64-bit floating-point numbers, shape (values.length)
     */
    public static NpyArray of(double... values) {
        return ofDoubles(new int[] {values.length}, values);
    }

    /**
     * @param values the numbers
     * @return an array of 32-bit floating-point numbers, shape (values.length)
     */
    public static NpyArray of(float... values) {
        ByteBuffer data =
                ByteBuffer.allocate(Math.multiplyExact(4, values.length)).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(values);
        return new NpyArray("array", 'f', 4, false, new int[] {values.length}, data);
    }

    /**
     * @param rows the numbers, rows of one length
     * @return an array of 64-bit floating-point numbers, shape (rows, columns)
     */
    public static NpyArray of(double[][] rows) {
        int columns = rows.length == 0 ? 0 : rows[0].length;
        double[] values = new double[Math.multiplyExact(rows.length, columns)];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, values, i * columns, columns);
        }
        return ofDoubles(new int[] {rows.length, columns}, values);
    }

    /**
     * @param cube the numbers, matrices of one shape
     * @return an array of 64-bit floating-point numbers, shape (matrices, rows, columns)
     */
    public static NpyArray of(double[][][] cube) {
        int rows = cube.length == 0 ? 0 : cube[0].length;
        int columns = rows == 0 ? 0 : cube[0][0].length;
        NpyArray all = of(Arrays.stream(cube).flatMap(Arrays::stream).toArray(double[][]::new));
        return new NpyArray(all.where, all.kind, all.width, false, new int[] {cube.length, rows, columns}, all.data);
    }

    /**
     * @param rows the numbers, rows of one length; they are rounded to 24 bits
     * @return an array of 32-bit floating-point numbers, shape (rows, columns)
     */
    public static NpyArray floats(double[][] rows) {
        NpyArray exact = of(rows);
        ByteBuffer data =
                ByteBuffer.allocate(Math.multiplyExact(4, exact.size())).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : exact.doubles()) {
            data.putFloat((float) value);
        }
        return new NpyArray("array", 'f', 4, false, exact.shape, data.rewind());
    }

    /**
     * @param value a number
     * @return an array of shape ()
     */
    public static NpyArray scalar(double value) {
        return ofDoubles(new int[0], value);
    }

    /**
     * @param value a number
     * @return an array of shape ()
     */
    public static NpyArray scalar(int value) {
        NpyArray array = of(value);
        return new NpyArray(array.where, array.kind, array.width, false, new int[0], array.data);
    }

    /**
     * @param text a text
     * @return an array of shape () that NumPy reads as a text
     */
    public static NpyArray text(String text) {
        int[] letters = text.codePoints().toArray();
        ByteBuffer data = ByteBuffer.allocate(Math.multiplyExact(4, Math.max(1, letters.length)))
                .order(ByteOrder.LITTLE_ENDIAN);
        data.asIntBuffer().put(letters);
        return new NpyArray("array", 'U', data.capacity(), false, new int[0], data);
    }

    /**
     * @return the only text
     * @throws InputException if this is no text
     */
    public String text() {
        if (kind != 'U' || size() != 1) {
            throw InputException.of("%s has shape %s, expected one text.", where, Arrays.toString(shape));
        }
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < data.capacity() && data.getInt(at) != 0; at += 4) {
            text.appendCodePoint(data.getInt(at));
        }
        return text.toString();
    }

    /**
     * @param shape lengths of the axes
     * @param values the numbers in C order
     * @return an array of 64-bit floating-point numbers
     * @throws InputException if there are not as many numbers as the shape says
     */
    public static NpyArray shaped(int[] shape, double... values) {
        return ofDoubles(requireSize(shape, values.length), values);
    }

    /**
     * @param shape lengths of the axes
     * @param values the numbers in C order
     * @return an array of 32-bit floating-point numbers
     * @throws InputException if there are not as many numbers as the shape says
     */
    public static NpyArray shaped(int[] shape, float... values) {
        NpyArray flat = of(values);
        return new NpyArray(flat.where, flat.kind, flat.width, false, requireSize(shape, values.length), flat.data);
    }

    private static int[] requireSize(int[] shape, int count) {
        long size = 1;
        for (int length : shape) {
            size *= length;
        }
        if (size != count) {
            throw InputException.of("%d numbers, expected as many as the shape %s has.", count, Arrays.toString(shape));
        }
        return shape.clone();
    }

    private static NpyArray ofDoubles(int[] shape, double... values) {
        ByteBuffer data =
                ByteBuffer.allocate(Math.multiplyExact(8, values.length)).order(ByteOrder.LITTLE_ENDIAN);
        data.asDoubleBuffer().put(values);
        return new NpyArray("array", 'f', 8, false, shape, data);
    }

    /** {@return the lengths of the axes} */
    public int[] shape() {
        return shape.clone();
    }

    /** {@return the number of elements} */
    public int size() {
        return data.capacity() / width;
    }

    /**
     * @return the elements in C order
     * @throws InputException if they are not whole numbers of 32 bits
     */
    public int[] ints() {
        int[] values = new int[size()];
        if (isLittle32()) {
            data.asIntBuffer().get(0, values);
            return values;
        }
        for (int k = 0; k < values.length; k++) {
            double value = element(k);
            values[k] = (int) value;
            if (values[k] != value) {
                throw InputException.of(
                        "%s, element %d: found %s, expected a whole number below 2^31.", where, k, value);
            }
        }
        return inCOrder(values);
    }

    private boolean isLittle32() {
        return kind == 'i' && width == 4 && data.order() == ByteOrder.LITTLE_ENDIAN && shape.length <= 1;
    }

    /** {@return the elements in C order} */
    public double[] doubles() {
        double[] values = new double[size()];
        for (int k = 0; k < values.length; k++) {
            values[k] = element(k);
        }
        if (!fortranOrder || shape.length != 2) {
            return values;
        }
        double[] ordered = new double[values.length];
        for (int i = 0, k = 0; i < shape[0]; i++) {
            for (int j = 0; j < shape[1]; j++) {
                ordered[k++] = values[j * shape[0] + i];
            }
        }
        return ordered;
    }

    private int[] inCOrder(int[] values) {
        return fortranOrder && shape.length == 2
                ? Arrays.stream(doubles()).mapToInt(value -> (int) value).toArray()
                : values;
    }

    /** {@return the elements in C order, rounded to 24 bits} */
    public float[] floats() {
        double[] exact = doubles();
        float[] values = new float[exact.length];
        for (int k = 0; k < values.length; k++) {
            values[k] = (float) exact[k];
        }
        return values;
    }

    /**
     * @return the rows of a matrix
     * @throws InputException if the array has not two axes, or an element is not finite
     */
    public double[][] matrix() {
        if (shape.length != 2) {
            throw InputException.of("%s has shape %s, expected a matrix.", where, Arrays.toString(shape));
        }
        double[] values = doubles();
        double[][] rows = new double[shape[0]][];
        for (int i = 0; i < shape[0]; i++) {
            rows[i] = Arrays.copyOfRange(values, i * shape[1], (i + 1) * shape[1]);
            for (int j = 0; j < shape[1]; j++) {
                if (!Double.isFinite(rows[i][j])) {
                    throw InputException.of(
                            "%s, row %d, column %d: found %s, expected a finite number.", where, i, j, rows[i][j]);
                }
            }
        }
        return rows;
    }

    /**
     * @return the matrices of an array of three axes, which are not looked at for finite numbers
     * @throws InputException if the array has not three axes
     */
    public double[][][] cube() {
        if (shape.length != 3) {
            throw InputException.of("%s has shape %s, expected three axes.", where, Arrays.toString(shape));
        }
        double[] values = doubles();
        double[][][] cube = new double[shape[0]][shape[1]][];
        for (int i = 0; i < shape[0]; i++) {
            for (int j = 0; j < shape[1]; j++) {
                int from = (i * shape[1] + j) * shape[2];
                cube[i][j] = Arrays.copyOfRange(values, from, from + shape[2]);
            }
        }
        return cube;
    }

    /**
     * @return the only element
     * @throws InputException if there is more than one, or none
     */
    public double scalar() {
        if (size() != 1) {
            throw InputException.of("%s has shape %s, expected one number.", where, Arrays.toString(shape));
        }
        return element(0);
    }

    private double element(int k) {
        int at = k * width;
        return switch (kind) {
            case 'f' -> width == 8 ? data.getDouble(at) : data.getFloat(at);
            case 'i' -> signed(at);
            case 'U' -> throw InputException.of("%s is a text, expected numbers.", where);
            default -> unsigned(at);
        };
    }

    private long signed(int at) {
        return switch (width) {
            case 1 -> data.get(at);
            case 2 -> data.getShort(at);
            case 4 -> data.getInt(at);
            default -> data.getLong(at);
        };
    }

    private double unsigned(int at) {
        return switch (width) {
            case 1 -> data.get(at) & 0xff;
            case 2 -> data.getChar(at);
            case 4 -> data.getInt(at) & 0xffffffffL;
            default -> (data.getLong(at) >>> 1) * 2.0 + (data.getLong(at) & 1);
        };
    }

    /**
     * @param path an NPY file
     * @return its array
     * @throws InputException if the file can't be read, is cut off or holds something else than real numbers
     */
    public static NpyArray read(Path path) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
            return read(path.toString(), in);
        } catch (EOFException e) {
            throw InputException.of("%s; copy it again.", e.getMessage(), e);
        } catch (ArithmeticException | NumberFormatException e) {
            throw InputException.of("%s has a shape that is out of range; save it again.", path, e);
        } catch (IOException e) {
            throw InputException.of("%s can't be read (%s); check the file and its rights.", path, e, e);
        }
    }

    /**
     * @param where names the array in messages, such as "spikes.npz, array 'step'"
     * @param in stream at the start of the array, left after its last byte
     * @return the array
     * @throws InputException if this is not an array of real numbers, or it is cut off
     * @throws IOException if the stream can't be read
     */
    static NpyArray read(String where, InputStream in) throws IOException {
        byte[] start = in.readNBytes(8);
        if (start.length < 8 || !Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw InputException.of("%s does not start like an NPY array; save it with numpy.savez.", where);
        }
        int lengthBytes = start[6] == 1 ? 2 : 4;
        byte[] lengthField = in.readNBytes(lengthBytes);
        long headerLength = 0;
        for (int k = lengthField.length - 1; k >= 0; k--) {
            headerLength = headerLength << 8 | lengthField[k] & 0xff;
        }
        if (lengthField.length < lengthBytes || headerLength > 1 << 20) {
            throw InputException.of("%s has a header that is cut off or too long; save it again.", where);
        }
        String header = new String(in.readNBytes((int) headerLength), StandardCharsets.UTF_8);
        Matcher type = TYPE.matcher(header);
        Matcher order = ORDER.matcher(header);
        Matcher axes = SHAPE.matcher(header);
        if (!type.find() || !order.find() || !axes.find()) {
            throw InputException.of(
                    "%s has the header %s, expected one array of real numbers with a shape.", where, header.strip());
        }
        char kind = type.group(2).charAt(0);
        int width = Integer.parseInt(type.group(3));
        if (kind == 'b') {
            kind = 'u';
        }
        if (kind == 'U') {
            width *= 4;
        }
        boolean known = kind == 'U'
                ? width > 0
                : kind == 'f' ? width == 4 || width == 8 : "iu".indexOf(kind) >= 0 && width <= 8;
        if (!known) {
            throw InputException.of(
                    "%s has elements of type %s%s, expected whole or floating-point numbers of at most 8 bytes.",
                    where, type.group(2), type.group(3));
        }
        int[] shape = Arrays.stream(axes.group(1).split(","))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .mapToInt(Integer::parseInt)
                .toArray();
        long bytes = width;
        for (int length : shape) {
            bytes = Math.multiplyExact(bytes, (long) length);
        }
        if (bytes > Integer.MAX_VALUE - 8) {
            throw InputException.of("%s has %d bytes, expected less than 2 GiB; cut the recording.", where, bytes);
        }
        byte[] content = in.readNBytes((int) bytes);
        if (content.length < bytes) {
            throw new EOFException(where + " ends after " + content.length + " of " + bytes + " bytes");
        }
        ByteOrder byteOrder = ">".equals(type.group(1)) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        boolean fortran = "True".equals(order.group(1));
        return new NpyArray(
                where, kind, width, fortran, shape, ByteBuffer.wrap(content).order(byteOrder));
    }

    void write(OutputStream out) throws IOException {
        StringBuilder axes = new StringBuilder("(");
        for (int length : shape) {
            axes.append(length).append(shape.length == 1 ? "," : ", ");
        }
        String text = "{'descr': '<" + kind + (kind == 'U' ? width / 4 : width) + "', 'fortran_order': False, 'shape': "
                + axes.toString().replaceAll(", $", "") + "), }";
        int unpadded = MAGIC.length + 4 + text.length() + 1;
        int padding = (64 - unpadded % 64) % 64;
        byte[] header = (text + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
        out.write(MAGIC);
        out.write(new byte[] {1, 0, (byte) header.length, (byte) (header.length >> 8)});
        out.write(header);
        out.write(data.array());
    }
}
