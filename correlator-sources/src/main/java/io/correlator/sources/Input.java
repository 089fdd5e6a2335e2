package io.correlator.sources;

import io.correlator.api.source.FileDecoder;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;

/**
 * One thing to read: a file, a pipe or standard input.
 *
 * @param name the name of the records' source
 * @param origin how it came to be read
 * @param size its size in bytes; 0 if that is not known
 * @param lastModified when it was last written, if it is a file
 * @param rotation what the members of one rotation have in common, and nothing else
 * @param opener opens it; what it gives honours interruption
 */
record Input(
    String name,
    Origin origin,
    long size,
    Optional<Instant> lastModified,
    String rotation,
    FileDecoder.Opener opener) {
  static final String STANDARD_INPUT = "-";

  /** How an input came to be read. */
  enum Origin {
    /** A file that someone named. */
    NAMED,
    /** A file that was found in a folder. */
    FOUND,
    /** A pipe or standard input: its bytes come when they come, and nobody knows how many. */
    STREAM
  }

  static Input file(Path path, BasicFileAttributes attributes, Origin origin) {
    return new Input(
        path.toString(),
        origin,
        attributes.size(),
        Optional.of(attributes.lastModifiedTime().toInstant()),
        RotationOrder.rotationOf(path),
        () -> Channels.newInputStream(Files.newByteChannel(path)));
  }

  static Input pipe(Path path) {
    return new Input(
        path.toString(),
        Origin.STREAM,
        0,
        Optional.empty(),
        "pipe " + path,
        () -> Channels.newInputStream(Files.newByteChannel(path)));
  }

  /**
   * What the process was given as its standard input; read through a channel, as that honours
   * interruption.
   */
  static Input standardInput() {
    return standardInput(
        () -> Channels.newInputStream(new FileInputStream(FileDescriptor.in).getChannel()));
  }

  static Input standardInput(FileDecoder.Opener opener) {
    return new Input(STANDARD_INPUT, Origin.STREAM, 0, Optional.empty(), STANDARD_INPUT, opener);
  }

  /** The place among the members of its rotation. */
  RotationOrder order() {
    return RotationOrder.of(Path.of(name));
  }

  boolean isStream() {
    return origin == Origin.STREAM;
  }
}
