package io.correlator.listeners;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/** A stream that someone else has opened and will close. */
final class StreamTarget implements Target {
  private final OutputStream stream;

  StreamTarget(OutputStream stream) {
    this.stream = requireNonNull(stream, "stream");
  }

  @Override
  public void write(byte[] bytes, int length) throws IOException {
    stream.write(bytes, 0, length);
    stream.flush();
    if (stream instanceof PrintStream silent && silent.checkError()) {
      // A PrintStream never throws: without this, a closed pipe would look like success.
      throw new IOException("the stream no longer takes anything");
    }
  }

  @Override
  public void close() {}
}
