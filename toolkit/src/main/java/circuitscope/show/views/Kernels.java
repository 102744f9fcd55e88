package circuitscope.show.views;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import org.apache.commons.text.StringEscapeUtils;

/**
 * Tells a running notebook kernel of any make how the values of this toolkit show themselves, through the kernel's own renderer.
 * IJava and JJava share one, in packages of different names; it is found by name, so that no kernel is needed to compile or to
 * run without a notebook. The bundled kernel asks {@link Views} by itself.
 */
public final class Kernels {
    /** Classes that know the running kernel, each with a static method of this name. */
    private static final List<String> HOLDERS =
            List.of("io.github.spencerpark.ijava.IJava", "org.dflib.jjava.JJava", "org.dflib.jjava.kernel.JJava");

    private static final String KERNEL = "getKernelInstance";

    private Kernels() {}

    /** {@return whether a kernel was found and told} */
    public static boolean tell() {
        for (String holder : HOLDERS) {
            try {
                ClassLoader loader = Optional.ofNullable(Thread.currentThread().getContextClassLoader())
                        .orElse(Kernels.class.getClassLoader());
                Object kernel =
                        Class.forName(holder, true, loader).getMethod(KERNEL).invoke(null);
                if (kernel != null) {
                    register(method(kernel.getClass(), "getRenderer").invoke(kernel));
                    return true;
                }
            } catch (ReflectiveOperationException | LinkageError e) {
                // another kernel, or none
            }
        }
        return false;
    }

    /** Registers a function for each class of values with a renderer. */
    static void register(Object renderer) throws ReflectiveOperationException {
        for (Class<?> type : Views.TYPES) {
            Object registration = method(renderer.getClass(), "createRegistration", Class.class)
                    .invoke(renderer, type);
            Class<?> kind = registration.getClass();
            method(kind, "preferring", String[].class).invoke(registration, (Object) new String[] {"text/html"});
            method(kind, "supporting", String[].class).invoke(registration, (Object) new String[] {"text/plain"});
            Method register = null;
            for (Method each : kind.getMethods()) {
                if (each.getName().equals("register") && each.getParameterCount() == 1) {
                    register = each;
                }
            }
            if (register == null) {
                throw new NoSuchMethodException("register of " + kind);
            }
            Class<?> function = register.getParameterTypes()[0];
            register.invoke(
                    registration,
                    Proxy.newProxyInstance(
                            function.getClassLoader(), new Class<?>[] {function}, (proxy, called, given) -> {
                                if (called.getName().equals("render")) {
                                    render(given[0], given[1]);
                                    return null;
                                }
                                return called.getName().equals("hashCode")
                                        ? System.identityHashCode(proxy)
                                        : called.getName().equals("equals") ? proxy == given[0] : function.getName();
                            }));
        }
    }

    /** Fills the container of a render context. */
    private static void render(Object value, Object context) throws Throwable {
        Object container = method(context.getClass(), "getOutputContainer").invoke(context);
        View view = Views.of(value)
                .orElse(new View("<pre>" + StringEscapeUtils.escapeXml11(value + "") + "</pre>", value + ""));
        try {
            method(container.getClass(), "putHTML", String.class).invoke(container, view.html());
            method(container.getClass(), "putText", String.class).invoke(container, view.text());
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static Method method(Class<?> type, String name, Class<?>... parameters) throws NoSuchMethodException {
        Method method = type.getMethod(name, parameters);
        method.trySetAccessible();
        return method;
    }
}
