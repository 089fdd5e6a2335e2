package io.correlator.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * What the operating system sends to a process. The JDK's class for it, {@code sun.misc.Signal}, is
 * called by reflection: javac warns at each mention of its name, and nothing turns that off.
 */
final class Signals {
  private Signals() {}

  /**
   * From now on, {@code handler} gets the number of the signal, in a new thread each time. A signal
   * that the process was started to ignore, as by {@code nohup}, stays ignored.
   *
   * @param name such as {@code TERM}
   * @return how to restore what was before; empty if the system does not have the signal or the JVM
   *     was told to leave it alone ({@code -Xrs})
   */
  static Optional<Runnable> handle(String name, IntConsumer handler) {
    try {
      Class<?> signalType = Class.forName("sun.misc.Signal");
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      Method number = signalType.getMethod("getNumber");
      Method handle = signalType.getMethod("handle", signalType, handlerType);
      Object signal = signalType.getConstructor(String.class).newInstance(name);
      Object receiver =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handlerType},
              (proxy, method, arguments) -> {
                handler.accept((int) number.invoke(arguments[0]));
                return null;
              });
      Object before = handle.invoke(null, signal, receiver);
      return Optional.of(() -> restore(handle, signal, before));
    } catch (InvocationTargetException e) {
      return Optional.empty();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("this JDK has no sun.misc.Signal", e);
    }
  }

  private static void restore(Method handle, Object signal, Object before) {
    try {
      handle.invoke(null, signal, before);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a signal that was taken cannot be given back", e);
    }
  }
}
