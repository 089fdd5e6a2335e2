package io.correlator.sources;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the order of files by name, in which the members of one rotation come oldest first:
 * {@code auth.log-20260301}, {@code auth.log.2.gz}, {@code auth.log.1}, {@code auth.log}.
 *
 * <p>Both habits of logrotate are known: numbers, where a higher one is older, and dates, of a day
 * or of an hour, where an earlier one is older. The file without either is the newest.
 *
 * @param base the name that the members of the rotation share
 * @param date the date in digits; beyond all dates for a file without one
 * @param age the number; 0 for a file without one
 * @param name the whole name, which settles the rest
 */
record RotationOrder(String base, String date, int age, String name)
    implements Comparable<RotationOrder> {
  private static final String NO_DATE = "~";
  private static final Pattern MEMBER =
      Pattern.compile(
          "(?<base>.+?)(?:[-.](?<date>\\d{4}-\\d\\d-\\d\\d|\\d{8}(?:-?\\d{2})?)|\\.(?<age>\\d{1,5}))?(?:\\.gz)?");
  private static final Pattern OLD =
      Pattern.compile(
          "(?<base>.+?)(?:[-._](?:\\d{4}-\\d\\d-\\d\\d|\\d{8})(?:[-_.:T]?\\d+)*|\\.\\d{1,5}|[-._](?:old|prev|last|bak))",
          Pattern.CASE_INSENSITIVE);
  private static final Comparator<RotationOrder> ORDER =
      Comparator.comparing(RotationOrder::base)
          .thenComparing(RotationOrder::date)
          .thenComparing(Comparator.comparing(RotationOrder::age).reversed())
          .thenComparing(RotationOrder::name);

  /** The place of a file, which depends on its name alone. */
  static RotationOrder of(Path file) {
    String name = String.valueOf(file.getFileName());
    Matcher member = MEMBER.matcher(name);
    if (!member.matches()) {
      return new RotationOrder(name, NO_DATE, 0, name);
    }
    String date = member.group("date");
    String age = member.group("age");
    return new RotationOrder(
        member.group("base"),
        date == null ? NO_DATE : date.replace("-", ""),
        age == null ? 0 : Integer.parseInt(age),
        name);
  }

  /** What a file is called that got its name by a rotation: the followed one's, and more. */
  static Optional<Path> baseOf(Path file) {
    Matcher old = OLD.matcher(String.valueOf(file.getFileName()));
    return old.matches() ? Optional.of(file.resolveSibling(old.group("base"))) : Optional.empty();
  }

  /** What the members of one rotation have in common: where they are, and the name they share. */
  static String rotationOf(Path file) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    return folder + "\n" + of(file).base();
  }

  @Override
  public int compareTo(RotationOrder other) {
    return ORDER.compare(this, other);
  }
}
