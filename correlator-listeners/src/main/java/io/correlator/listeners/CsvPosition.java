package io.correlator.listeners;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The position of a folder of CSV files: version 1 is {@code 1}, and for each table that has a file
 * {@code TYPE=LENGTH:CHECKSUM}, with blanks between. A file that was set aside since is found by
 * its mark and gets its name back.
 */
final class CsvPosition {
  private static final String VERSION = "1";
  private static final String SUFFIX = ".csv";

  private final Path directory;
  private final int keep;

  /**
   * The position of the files in {@code directory}.
   *
   * @param keep how many files that were set aside are kept
   */
  CsvPosition(Path directory, int keep) {
    this.directory = directory;
    this.keep = keep;
  }

  /** Where the files end now; everything up to there must be on the disk already. */
  String text() throws IOException {
    Map<String, FileMark> marks = new TreeMap<>();
    for (String type : types()) {
      marks.put(type, FileMark.of(file(type)));
    }
    return marks.entrySet().stream()
        .map(entry -> " " + entry.getKey() + "=" + entry.getValue().text())
        .collect(Collectors.joining("", VERSION, ""));
  }

  /** The tables that have a file: whatever else is in the folder is none of our business. */
  private Set<String> types() throws IOException {
    Set<String> types = new TreeSet<>();
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
        for (Path file : files) {
          String name = file.getFileName().toString();
          String type = name.substring(0, name.length() - SUFFIX.length());
          if (CsvListener.namesAFile(type) && isTable(file)) {
            types.add(type);
          }
        }
      }
    }
    return types;
  }

  /** Whether a file begins with the columns that every table has. */
  private static boolean isTable(Path file) throws IOException {
    byte[] leading = String.join(",", CsvFormat.LEADING).getBytes(StandardCharsets.US_ASCII);
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (var in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(leading.length), leading);
    }
  }

  private Path file(String type) {
    return directory.resolve(type + SUFFIX);
  }

  /**
   * Puts the files back to where they stood: tables that are in no file by {@code position} go, the
   * others are cut off.
   *
   * @throws IOException if a file is not the one whose position it is; nothing is changed then
   */
  void restore(String position) throws IOException {
    Map<String, FileMark> marks = parse(position);
    Map<String, Integer> numbers = new TreeMap<>();
    for (Map.Entry<String, FileMark> table : marks.entrySet()) {
      numbers.put(table.getKey(), find(table.getKey(), table.getValue()));
    }
    for (Map.Entry<String, FileMark> table : marks.entrySet()) {
      String type = table.getKey();
      new RotatedFiles(file(type), keep).undo(numbers.getOrDefault(type, 0));
      table.getValue().cutOff(file(type));
    }
    for (String type : types()) {
      if (!marks.containsKey(type)) {
        new RotatedFiles(file(type), keep).deleteAll();
      }
    }
  }

  /** Under which number the file is now; 0 if it was not set aside. */
  private int find(String type, FileMark mark) throws IOException {
    RotatedFiles rotated = new RotatedFiles(file(type), keep);
    for (int number = 0; number <= keep; number++) {
      if (mark.isOf(rotated.numbered(number))) {
        return number;
      }
    }
    throw new IOException(
        "%s is not the file whose first %d bytes were written before: put that one back, or start"
                .formatted(file(type), mark.length())
            + " afresh");
  }

  private static Map<String, FileMark> parse(String position) {
    String[] words = position.split(" ", -1);
    if (!words[0].equals(VERSION)) {
      throw new IllegalArgumentException(
          "the position '%s' is of another version".formatted(position));
    }
    Map<String, FileMark> marks = new TreeMap<>();
    for (String word : Arrays.asList(words).subList(1, words.length)) {
      int equals = word.indexOf('=');
      String type = word.substring(0, Math.max(0, equals));
      if (!CsvListener.namesAFile(type)) {
        throw new IllegalArgumentException("'%s' is no table in a position".formatted(word));
      }
      marks.put(type, FileMark.parse(word.substring(equals + 1)));
    }
    return marks;
  }
}
