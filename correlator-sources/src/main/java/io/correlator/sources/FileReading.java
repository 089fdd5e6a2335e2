package io.correlator.sources;

import static java.util.Objects.requireNonNull;

import io.correlator.api.source.FileDecoder;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.RecordSink;
import io.correlator.api.source.SourceContext;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * One run of a {@link FileSource}. Files of different rotations are read side by side, always the
 * one that is behind, so that little has to wait to be put in order. For one thread.
 */
final class FileReading {
  /** So many files are open at once, at most. */
  private static final int MOST_OPEN = 1000;

  /** All blocks that are being read into have together about this size, in bytes. */
  private static final int ALL_BLOCKS = 4 * 1024 * 1024;

  private static final int SMALLEST_BLOCK = 8 * 1024;

  private final SourceContext context;
  private final Options options;
  private final FilesRead files;

  /**
   * How the inputs are read.
   *
   * @param decoders turn files that are no text into text
   * @param format the format of their lines
   * @param zone the zone of times that carry none
   * @param reference what dates without a year are near to; if empty, each input has its own
   * @param blockSize how much is read at once, in bytes
   * @param maxRecordLength how much of a line is kept, in bytes
   */
  record Options(
      List<FileDecoder> decoders,
      RecordFormat format,
      ZoneId zone,
      Optional<Instant> reference,
      int blockSize,
      int maxRecordLength) {

    /** The same for files of which {@code count} are read side by side. */
    Options sharedBy(int count) {
      int share = Math.max(SMALLEST_BLOCK, ALL_BLOCKS / count);
      return new Options(
          decoders, format, zone, reference, Math.min(blockSize, share), maxRecordLength);
    }
  }

  /**
   * A run.
   *
   * @throws IllegalArgumentException if the saved position cannot be read; it says what is wrong
   */
  FileReading(SourceContext context, Options options) {
    this.context = requireNonNull(context, "context");
    this.options = requireNonNull(options, "options");
    this.files = new FilesRead(context.resumeFrom());
  }

  /** What a source of several inputs is called: the first, and how many there are beside it. */
  static String nameOf(List<String> inputs) {
    String first = inputs.get(0);
    return inputs.size() == 1 ? first : "%s and %d more".formatted(first, inputs.size() - 1);
  }

  /** Reads all inputs, or until the thread is interrupted. */
  void read(List<Input> inputs) throws InterruptedException {
    Progress progress = new Progress(context, inputs);
    List<List<Input>> rotations = rotations(inputs);
    files.endLanesOfOthers(inputs, context);
    context.positions(files::position);
    for (int from = 0; from < rotations.size(); from += MOST_OPEN) {
      int to = Math.min(from + MOST_OPEN, rotations.size());
      readSideBySide(rotations.subList(from, to), progress);
    }
  }

  /** The members of one rotation belong together, oldest first, however they were named. */
  private static List<List<Input>> rotations(List<Input> inputs) {
    Map<String, List<Input>> rotations = new LinkedHashMap<>();
    for (Input input : inputs) {
      rotations.computeIfAbsent(input.rotation(), unused -> new ArrayList<>()).add(input);
    }
    rotations.values().forEach(rotation -> rotation.sort(Comparator.comparing(Input::order)));
    return List.copyOf(rotations.values());
  }

  private void readSideBySide(List<List<Input>> rotations, Progress progress)
      throws InterruptedException {
    Options shared = options.sharedBy(Math.max(1, rotations.size()));
    PriorityQueue<RotationReading> behindFirst = new PriorityQueue<>();
    if (Thread.currentThread().isInterrupted()) {
      return;
    }
    for (List<Input> rotation : rotations) {
      Input first = rotation.get(0);
      RecordSink sink =
          first.isStream() ? context.openPipe(first.name()) : context.openFile(first.rotation());
      behindFirst.add(
          new RotationReading(
              rotation,
              new OpenInput.Surroundings(context, sink, shared),
              files,
              progress,
              behindFirst.size()));
    }
    try {
      while (!behindFirst.isEmpty() && !Thread.currentThread().isInterrupted()) {
        RotationReading behind = behindFirst.remove();
        if (behind.readBlock()) {
          behindFirst.add(behind);
        }
      }
    } finally {
      behindFirst.forEach(RotationReading::stop);
    }
  }
}
