package io.correlator.listeners;

import static java.util.Objects.requireNonNull;

import io.correlator.api.config.Config;
import io.correlator.api.listener.DeliverySettings;
import io.correlator.api.listener.DeliverySettings.Guarantee;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the lines of a listener go; nothing is opened before {@link #open()}. */
sealed interface Destination {
  /** A file of its own, to which it appends. */
  record ToFile(Path path) implements Destination {
    public ToFile {
      requireNonNull(path, "path");
    }

    @Override
    public Target open() throws IOException {
      if (isDevice(path)) {
        return new Device(new FileOutputStream(path.toFile(), true));
      }
      AppendFile file = AppendFile.open(path);
      try {
        file.endLine();
        file.confirm();
      } catch (IOException e) {
        file.close();
        throw e;
      }
      return file;
    }
  }

  /** A stream of someone else's. */
  record ToStream(OutputStream stream) implements Destination {
    public ToStream {
      requireNonNull(stream, "stream");
    }

    @Override
    public Target open() {
      return new StreamTarget(stream);
    }
  }

  /** A pipe or terminal opened by its path: it has no end to append to and nothing to take back. */
  record Device(OutputStream stream) implements Target {
    @Override
    public void write(byte[] bytes, int length) throws IOException {
      stream.write(bytes, 0, length);
    }

    @Override
    public void close() throws IOException {
      stream.close();
    }
  }

  /** Gets ready to write. */
  Target open() throws IOException;

  /** The file, if it is one that can be cut off again. */
  default Optional<Path> file() {
    return this instanceof ToFile to && !isDevice(to.path())
        ? Optional.of(to.path())
        : Optional.empty();
  }

  private static boolean isDevice(Path path) {
    return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
  }

  /**
   * Where the file ends, now that {@code spool} has got what it holds to the disk; empty for what
   * takes nothing back.
   */
  default Optional<String> position(Spool spool) throws IOException {
    Optional<Path> file = file();
    if (file.isEmpty()) {
      return Optional.empty();
    }
    spool.force();
    return Optional.of(LinesPosition.of(file.get()));
  }

  /**
   * Cuts the file off where it ended then.
   *
   * @throws IOException if it is not the file that it was, for instance because it is shorter
   */
  default void restore(String position) throws IOException {
    Optional<Path> file = file();
    if (file.isPresent()) {
      LinesPosition.restore(file.get(), position);
    }
  }

  /** How events reach a listener that writes here: what a file does not take is offered again. */
  default DeliverySettings delivery() {
    return file().isPresent()
        ? DeliverySettings.defaults().withGuarantee(Guarantee.AT_LEAST_ONCE)
        : DeliverySettings.defaults();
  }

  /** What the option {@code file} of {@code config} says; this where it does not say. */
  default Destination configure(Config config) {
    Path none = Path.of("");
    Path present = this instanceof ToFile file ? file.path() : none;
    Path chosen = config.getPath("file", present, "the file to append to");
    if (chosen.equals(present)) {
      return this;
    }
    if (chosen.equals(none)) {
      config.reject("file: name a file, such as '%s'".formatted(present));
      return this;
    }
    return new ToFile(chosen);
  }
}
