package io.correlator.core.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file of a journal to which nothing is added any more.
 *
 * @param file where it is
 * @param bytes how long it is
 * @param last the number of its last batch
 * @param isDamaged whether some of it cannot be read
 */
record Segment(Path file, long bytes, long last, boolean isDamaged) {
  private static final Pattern NAME = Pattern.compile("(\\d{10})\\.capture");

  /** The file with a number. */
  static Path file(Path folder, long number) {
    return folder.resolve("%010d.capture".formatted(number));
  }

  static long number(Path file) {
    Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
    return name.matches() ? Long.parseLong(name.group(1)) : 0;
  }

  /** The files of a journal in their order; nobody knows yet what is in them. */
  static List<Segment> in(Path folder) throws IOException {
    List<Segment> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(each -> number(each) > 0).toList()) {
        found.add(new Segment(file, Files.size(file), Long.MAX_VALUE, false));
      }
    }
    found.sort(Comparator.comparing(segment -> number(segment.file())));
    return found;
  }
}
