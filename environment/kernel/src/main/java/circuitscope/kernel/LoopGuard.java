package circuitscope.kernel;

import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Stops busy loops in cells.
 *
 * <p>Java 20 took away the last way to stop a thread that never waits. So every backward jump in the code of a cell
 * passes a call site that does nothing until {@link #stopLoops()} turns it into a throw. The compiler of the JVM removes
 * a call site that does nothing, so the check costs no time.
 */
public final class LoopGuard {

    private static final MethodType NOTHING = MethodType.methodType(void.class);
    private static final MethodHandle PASS = MethodHandles.empty(NOTHING);
    private static final MethodHandle STOP = stop();
    private static final MutableCallSite SITE = new MutableCallSite(PASS);

    private LoopGuard() {}

    /** Thrown in a loop of an interrupted cell; an error, so that {@code catch (Exception e)} doesn't hold it up. */
    static final class Stopped extends Error {

        private static final long serialVersionUID = 1;

        Stopped() {
            super("the loop was interrupted");
        }
    }

    /**
     * Links a loop's check; called by the JVM.
     *
     * @param caller the cell's class
     * @param name the name of the check
     * @param type its type, no arguments and no result
     * @return the call site that all loops share
     */
    public static CallSite link(MethodHandles.Lookup caller, String name, MethodType type) {
        return SITE;
    }

    static void stopLoops() {
        turn(STOP);
    }

    static void passLoops() {
        if (SITE.getTarget() != PASS) {
            turn(PASS);
        }
    }

    private static void turn(MethodHandle target) {
        SITE.setTarget(target);
        MutableCallSite.syncAll(new MutableCallSite[] {SITE});
    }

    private static MethodHandle stop() {
        MethodHandle constructor;
        try {
            constructor = MethodHandles.lookup().findConstructor(Stopped.class, NOTHING);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
        return MethodHandles.foldArguments(MethodHandles.throwException(void.class, Stopped.class), constructor);
    }

    /** Returns the class with a check before each of its backward jumps. */
    static byte[] guard(byte[] classFile) {
        ClassReader reader;
        try {
            reader = new ClassReader(classFile);
        } catch (IllegalArgumentException e) {
            return classFile; // a Java version that the library doesn't know yet: its loops just can't be stopped
        }
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        return new Checks(super.visitMethod(access, name, descriptor, signature, exceptions));
                    }
                },
                0);
        return writer.toByteArray();
    }

    private static final class Checks extends MethodVisitor {

        private static final Handle LINK = new Handle(
                Opcodes.H_INVOKESTATIC,
                Type.getInternalName(LoopGuard.class),
                "link",
                MethodType.methodType(CallSite.class, MethodHandles.Lookup.class, String.class, MethodType.class)
                        .toMethodDescriptorString(),
                false);

        private final Set<Label> passed = new HashSet<>();

        Checks(MethodVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visitLabel(Label label) {
            passed.add(label);
            super.visitLabel(label);
        }

        @Override
        public void visitJumpInsn(int opcode, Label label) {
            if (passed.contains(label)) {
                super.visitInvokeDynamicInsn("check", NOTHING.toMethodDescriptorString(), LINK);
            }
            super.visitJumpInsn(opcode, label);
        }
    }
}
