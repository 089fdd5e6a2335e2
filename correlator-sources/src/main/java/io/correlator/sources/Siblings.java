package io.correlator.sources;

import static java.util.stream.Collectors.toSet;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What stood in a folder at one moment: the file that has the followed name, and those whose names
 * begin with it, among which are the files that had the name before. Immutable.
 */
final class Siblings {
  /** What a rotation puts behind the name. */
  private static final Pattern ROTATED =
      Pattern.compile("[-._](?:\\d[\\w:.+-]*|old|prev|last|bak)", Pattern.CASE_INSENSITIVE);

  private static final Set<String> PACKED =
      Set.of("gz", "bz2", "xz", "zst", "lz4", "lzma", "z", "zip");

  private final String name;
  private final List<Sibling> all;

  /**
   * One file.
   *
   * @param path where it is
   * @param key what the file system calls it
   * @param size in bytes
   * @param modified when it was last written, in nanoseconds since 1970
   * @param role what it is to the path that is followed
   */
  record Sibling(Path path, String key, long size, long modified, Role role) {
    boolean isPacked() {
      return role != Role.CURRENT && Siblings.isPacked(path);
    }

    /** Whether it is packed in a way that can be unpacked. */
    boolean isArchive() {
      return isPacked() && suffix(path).equalsIgnoreCase("gz");
    }

    /**
     * Whether it was last written then, or later. A copy may have been given the time of what it
     * was made of, to the microsecond; an archive, to the second.
     */
    boolean isSince(long nanos) {
      TimeUnit unit = isPacked() ? TimeUnit.SECONDS : TimeUnit.MICROSECONDS;
      return unit.convert(modified, TimeUnit.NANOSECONDS)
          >= unit.convert(nanos, TimeUnit.NANOSECONDS);
    }
  }

  /** What a file is to the path that is followed. */
  enum Role {
    /** It had the name before, by what it is called now. */
    ROTATED,
    /** Its name begins in the same way. */
    OTHER,
    /** It has the name. */
    CURRENT
  }

  private Siblings(String name, List<Sibling> all) {
    this.name = name;
    this.all = List.copyOf(all);
  }

  /** Whether a file is packed, by its name. */
  static boolean isPacked(Path file) {
    return PACKED.contains(suffix(file).toLowerCase(Locale.ROOT));
  }

  private static String suffix(Path path) {
    String name = path.toString();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** What is there now; without a current file if nothing has the name, or it is no file. */
  static Siblings of(Path followed) throws IOException {
    Map<String, Sibling> byKey = new LinkedHashMap<>();
    Path real = real(followed);
    String name = String.valueOf(real.getFileName());
    add(real, Role.CURRENT, byKey);
    addAllBeside(real, byKey);
    Path link = followed.toAbsolutePath().normalize();
    if (!link.equals(real)) {
      addAllBeside(link, byKey);
    }
    return new Siblings(name, withoutTwins(byKey.values()));
  }

  /** The file that has the name now; empty if nothing has, or it is no file. */
  static Optional<Sibling> at(Path followed) throws IOException {
    Map<String, Sibling> byKey = new LinkedHashMap<>();
    add(followed, Role.CURRENT, byKey);
    return byKey.values().stream().findFirst();
  }

  /** While a file is being packed there are both, and the archive is not complete. */
  private static List<Sibling> withoutTwins(Collection<Sibling> files) {
    Set<String> names = files.stream().map(each -> each.path().toString()).collect(toSet());
    return files.stream()
        .filter(each -> !(each.isPacked() && names.contains(plain(each))))
        .toList();
  }

  private static String plain(Sibling packed) {
    String name = packed.path().toString();
    return name.substring(0, name.lastIndexOf('.'));
  }

  private static Path real(Path followed) throws IOException {
    try {
      return followed.toRealPath();
    } catch (NoSuchFileException e) {
      return followed.toAbsolutePath().normalize();
    }
  }

  private static void addAllBeside(Path file, Map<String, Sibling> byKey) throws IOException {
    String name = String.valueOf(file.getFileName());
    Path folder = file.getParent();
    if (folder == null) {
      return;
    }
    String stem = stem(name);
    try (DirectoryStream<Path> beside =
        Files.newDirectoryStream(folder, path -> isAnother(path, name, stem))) {
      for (Path path : beside) {
        add(path, roleOf(path, name), byKey);
      }
    } catch (NoSuchFileException e) {
      // A folder that is not there yet has no files.
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /** Of {@code app.log}, {@code app}: some put the number or the date right behind that. */
  private static String stem(String name) {
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private static boolean isAnother(Path path, String name, String stem) {
    String other = String.valueOf(path.getFileName());
    return other.startsWith(stem) && !other.equals(name);
  }

  private static Role roleOf(Path path, String name) {
    String other = String.valueOf(path.getFileName());
    return other.startsWith(name) && ROTATED.matcher(other.substring(name.length())).matches()
        ? Role.ROTATED
        : Role.OTHER;
  }

  private static void add(Path path, Role role, Map<String, Sibling> byKey) throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      if (attributes.isRegularFile()) {
        String key = keyOf(attributes);
        long modified = modifiedOf(attributes);
        byKey.putIfAbsent(key, new Sibling(path, key, attributes.size(), modified, role));
      }
    } catch (NoSuchFileException e) {
      // It was renamed or deleted a moment ago, or is a link that leads nowhere.
    } catch (FileSystemException e) {
      if (role == Role.CURRENT) {
        throw e;
      }
      // A link to where this user may not look.
    }
  }

  /** When a file was last written, in nanoseconds since 1970. */
  static long modifiedOf(BasicFileAttributes attributes) {
    return attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
  }

  /** What the file system calls a file; where it has no name for it, when it was made. */
  static String keyOf(BasicFileAttributes attributes) {
    Object key = attributes.fileKey();
    return key != null ? key.toString() : attributes.creationTime().toString();
  }

  /** Whether nothing was renamed, made or deleted between these two moments. */
  boolean haveTheNamesOf(Siblings other) {
    return names().equals(other.names());
  }

  private Map<Path, String> names() {
    Map<Path, String> names = new LinkedHashMap<>();
    all.stream()
        .sorted(Comparator.comparing(Sibling::path))
        .forEach(each -> names.put(each.path(), each.key()));
    return names;
  }

  /** The file that has the followed name, if there is one. */
  Optional<Sibling> current() {
    return all.stream().filter(each -> each.role() == Role.CURRENT).findFirst();
  }

  /** When the newest of the files that had the name before was last written; 0 without any. */
  long lastRotated() {
    return all.stream()
        .filter(each -> each.role() == Role.ROTATED)
        .mapToLong(Sibling::modified)
        .max()
        .orElse(0);
  }

  /**
   * The file that a mark was made in. If it is gone, a copy will do, if enough of the text tells
   * that it is one, or if it was made after the mark, as by a rotation that copies and truncates.
   */
  Optional<Sibling> find(FileMark mark, Predicate<Sibling> allowed) throws IOException {
    for (Sibling each : all) {
      if (allowed.test(each) && each.key().equals(mark.key()) && isIn(mark, each)) {
        return Optional.of(each);
      }
    }
    for (Sibling each : all) {
      if (allowed.test(each) && maybeCopy(mark, each) && isIn(mark, each)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /**
   * Whether a file is gone, but another one has what was read of it: it was packed, or copied and
   * deleted, or the whole folder was.
   */
  boolean haveCopyOf(GrowingFile file) throws IOException {
    boolean isThere = all.stream().anyMatch(each -> each.key().equals(file.key()));
    return !isThere && find(file.place().get(), each -> true).isPresent();
  }

  private static boolean maybeCopy(FileMark mark, Sibling file) {
    boolean madeLater = file.role() == Role.ROTATED && file.isSince(mark.modified());
    return mark.isTelling() || (mark.head().length() > 0 && madeLater);
  }

  /** Whether a mark was made in the text of a file; not, if it cannot be read. */
  static boolean isIn(FileMark mark, Sibling file) throws IOException {
    boolean readable = file.isPacked() ? file.isArchive() : file.size() >= mark.offset();
    if (!readable) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
      return file.isArchive() ? isInArchive(mark, channel) : mark.isIn(channel);
    } catch (NoSuchFileException e) {
      return false;
    } catch (FileSystemException e) {
      if (file.key().equals(mark.key())) {
        throw e;
      }
      return false;
    }
  }

  /** The beginning tells nearly always, and then nothing else is unpacked. */
  private static boolean isInArchive(FileMark mark, FileChannel channel) throws IOException {
    try (GzipInput text = new GzipInput(Channels.newInputStream(channel))) {
      return mark.isIn(text);
    } catch (EOFException | GzipInput.BrokenArchiveException e) {
      return false;
    }
  }

  /**
   * The files that got the followed name after another one had it, oldest first; the current one is
   * the last.
   *
   * @param key that of the other one
   * @param since if the other one is not there: files last written up to then, in nanoseconds since
   *     1970, are older. The current one never is
   */
  List<Sibling> after(@Nullable String key, long since) {
    List<Sibling> ordered = new ArrayList<>(all);
    ordered.removeIf(each -> each.role() == Role.OTHER && !each.key().equals(key));
    ordered.sort(order(ordered));
    for (int i = 0; i < ordered.size(); i++) {
      if (ordered.get(i).key().equals(key)) {
        return ordered.subList(i + 1, ordered.size());
      }
    }
    ordered.removeIf(each -> each.role() != Role.CURRENT && each.modified() <= since);
    return ordered;
  }

  /** By name if all names are of a kind that can be put in order, otherwise by time. */
  private Comparator<Sibling> order(List<Sibling> files) {
    boolean byName =
        files.stream()
            .filter(each -> each.role() != Role.CURRENT)
            .allMatch(each -> RotationOrder.of(each.path()).base().equals(name));
    Comparator<Sibling> rotated =
        byName
            ? Comparator.comparing(each -> RotationOrder.of(each.path()))
            : Comparator.comparingLong(Sibling::modified).thenComparing(Sibling::path);
    return Comparator.<Sibling, Boolean>comparing(each -> each.role() == Role.CURRENT)
        .thenComparing(rotated);
  }
}
