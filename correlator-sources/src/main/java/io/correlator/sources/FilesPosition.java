package io.correlator.sources;

import io.correlator.api.source.SourcePosition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link FileSource} stands, and how that is written: a line that says so, and one for each
 * input, of words separated by blanks.
 *
 * <pre>
 * files 1
 * open|done INCARNATION OFFSET LINE whole|within BELIEVED|- MODIFIED LENGTH:HASH LENGTH:HASH PATH
 * stream INCARNATION NAME
 * </pre>
 *
 * <p>The parts are those of {@link FileMark}; what is open was being read. Immutable: the text is
 * made when it is asked for, in any thread.
 */
final class FilesPosition implements SourcePosition {
  /** So many files are remembered that were not there any more; the newest of them. */
  static final int MOST_ABSENT = 10_000;

  private static final String VERSION = "files 1";

  private final Saved before;
  private final @Nullable Finished finished;
  private final List<Supplier<FileMark>> open;
  private final Map<String, Long> streams;

  /**
   * What a position says.
   *
   * @param files the marks of all files, by path
   * @param open the paths of those that were being read
   * @param streams how many runs had a pipe, less one, by its name
   */
  record Saved(Map<String, FileMark> files, List<String> open, Map<String, Long> streams) {
    static final Saved NOTHING = new Saved(Map.of(), List.of(), Map.of());

    Saved {
      files = Map.copyOf(files);
      open = List.copyOf(open);
      streams = Map.copyOf(streams);
    }
  }

  /** A file of which no more is read in this run, and those before it: nothing is ever copied. */
  record Finished(Supplier<FileMark> place, @Nullable Finished before) {}

  /**
   * A position.
   *
   * @param before what earlier runs knew
   * @param finished what this run has read since
   * @param open what it is reading
   * @param streams as in {@link Saved}, for this run
   */
  FilesPosition(
      Saved before,
      @Nullable Finished finished,
      List<Supplier<FileMark>> open,
      Map<String, Long> streams) {
    this.before = before;
    this.finished = finished;
    this.open = List.copyOf(open);
    this.streams = Map.copyOf(streams);
  }

  @Override
  public String text() {
    Map<String, FileMark> reading = new LinkedHashMap<>();
    open.forEach(place -> add(place.get(), reading));
    Map<String, FileMark> done = new LinkedHashMap<>();
    for (Finished each = finished; each != null; each = each.before()) {
      add(each.place().get(), done);
    }
    List<FileMark> absent = new ArrayList<>(before.files().values());
    absent.removeIf(mark -> reading.containsKey(mark.key()) || done.containsKey(mark.key()));
    absent.sort(
        Comparator.comparingLong(FileMark::modified).reversed().thenComparing(FileMark::key));
    absent.stream().limit(MOST_ABSENT).forEach(mark -> add(mark, done));
    List<String> lines = new ArrayList<>();
    lines.add(VERSION);
    reading.values().forEach(mark -> lines.add("open " + mark.text()));
    done.keySet().removeAll(reading.keySet());
    done.values().forEach(mark -> lines.add("done " + mark.text()));
    streams.forEach((name, run) -> lines.add("stream " + run + " " + Escapes.escape(name)));
    return String.join("\n", lines) + "\n";
  }

  private static void add(FileMark mark, Map<String, FileMark> marks) {
    marks.putIfAbsent(mark.key(), mark);
  }

  /**
   * What {@link #text} says.
   *
   * @throws IllegalArgumentException if the text was not written by it; it says where
   */
  static Saved read(String text) {
    Map<String, FileMark> files = new HashMap<>();
    List<String> open = new ArrayList<>();
    Map<String, Long> streams = new HashMap<>();
    for (Words words : Words.linesOf(text, VERSION)) {
      String kind = words.next("kind");
      switch (kind) {
        case "open", "done" -> {
          FileMark mark = words.file();
          files.put(mark.key(), mark);
          if (kind.equals("open")) {
            open.add(mark.key());
          }
        }
        case "stream" -> {
          long run = words.number("incarnation");
          streams.put(words.text("name"), run);
        }
        default -> throw words.damaged("kind", kind);
      }
      words.end();
    }
    return new Saved(files, open, streams);
  }
}
