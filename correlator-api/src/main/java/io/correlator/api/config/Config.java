package io.correlator.api.config;

import static java.util.Objects.requireNonNull;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The options of one plug-in, as given by a person: text by key, read with a type, a default and a
 * description.
 *
 * <p>Reading an option declares it: after {@code configure} has run, {@link #options()} lists every
 * option with its default, and {@link #problems()} lists every mistake, among them keys that nobody
 * read, with the nearest key that someone did. A getter never throws for what a person wrote: it
 * notes the problem and returns the default, so that all mistakes are reported at once.
 *
 * <pre>{@code
 * public SshdModule configure(Config config) {
 *   return new SshdModule(
 *       config.getInt("threshold", threshold, "failures of one address that raise the alarm"),
 *       config.getDuration("window", window, "the time in which they must happen"));
 * }
 * }</pre>
 *
 * <p>For one thread.
 */
public final class Config {
  private final Map<String, String> given;
  private final Map<String, Option> options = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  private Config(Map<String, String> given) {
    this.given = new TreeMap<>(given);
  }

  /** No options given: every getter returns its default. */
  public static Config empty() {
    return new Config(Map.of());
  }

  /** The options given, by key. */
  public static Config of(Map<String, String> given) {
    return new Config(given);
  }

  /**
   * An option that a plug-in reads.
   *
   * @param key its name
   * @param kind what values look like, such as {@code duration}
   * @param fallback the default, in the form in which a person would write it
   * @param description what it does
   */
  public record Option(String key, String kind, String fallback, String description) {}

  /** Any text. */
  public String getString(String key, String fallback, String description) {
    return read(key, "text", fallback, fallback, description, text -> text);
  }

  /** A whole number. */
  public int getInt(String key, int fallback, String description) {
    return read(
        key,
        "number",
        fallback,
        Integer.toString(fallback),
        description,
        text -> Integer.parseInt(text.replace("_", "")));
  }

  /** {@code true} or {@code false}; {@code yes}, {@code no}, {@code on} and {@code off} also do. */
  public boolean getBoolean(String key, boolean fallback, String description) {
    return read(
        key, "true|false", fallback, Boolean.toString(fallback), description, Config::toBoolean);
  }

  private static boolean toBoolean(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on" -> true;
      case "false", "no", "off" -> false;
      default -> throw new IllegalArgumentException("say true or false");
    };
  }

  /**
   * A length of time with its unit, {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1h}, {@code 7d}.
   */
  public Duration getDuration(String key, Duration fallback, String description) {
    return read(
        key, "duration", fallback, Units.format(fallback), description, Units::parseDuration);
  }

  /** A number of bytes, with or without a unit: {@code 512}, {@code 64KiB}, {@code 10MiB}. */
  public long getBytes(String key, long fallback, String description) {
    return read(
        key, "bytes", fallback, Units.formatBytes(fallback), description, Units::parseBytes);
  }

  /** A file or folder; a relative path starts at the working directory. */
  public Path getPath(String key, Path fallback, String description) {
    return read(
        key,
        "path",
        fallback,
        fallback.toString(),
        description,
        text -> {
          try {
            return Path.of(text);
          } catch (InvalidPathException e) {
            throw new IllegalArgumentException(String.valueOf(e.getReason()), e);
          }
        });
  }

  /** One of the constants of an enum, in upper or lower case, with {@code -} for {@code _}. */
  public <E extends Enum<E>> E getEnum(String key, E fallback, String description) {
    Class<E> type = fallback.getDeclaringClass();
    List<String> names = Arrays.stream(type.getEnumConstants()).map(Config::nameOf).toList();
    return read(
        key,
        String.join("|", names),
        fallback,
        nameOf(fallback),
        description,
        text -> {
          for (E constant : type.getEnumConstants()) {
            if (nameOf(constant).equalsIgnoreCase(text)) {
              return constant;
            }
          }
          throw new IllegalArgumentException("say one of " + String.join(", ", names));
        });
  }

  private static String nameOf(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Several texts, separated by {@code +}; blanks around them do not count. */
  public List<String> getList(String key, List<String> fallback, String description) {
    return read(
        key,
        "text+text...",
        List.copyOf(fallback),
        String.join("+", fallback),
        description,
        text ->
            Arrays.stream(text.split("\\+", -1))
                .map(String::strip)
                .filter(element -> !element.isEmpty())
                .toList());
  }

  private <T> T read(
      String key,
      String kind,
      T fallback,
      String fallbackText,
      String description,
      Function<String, T> parser) {
    requireNonNull(key, "key");
    options.put(key, new Option(key, kind, fallbackText, description));
    @Nullable String text = given.get(key);
    if (text == null) {
      return fallback;
    }
    try {
      return parser.apply(text.strip());
    } catch (NumberFormatException e) {
      problems.add("%s: cannot read '%s' as a %s".formatted(key, text, kind));
    } catch (IllegalArgumentException e) {
      problems.add("%s: cannot read '%s': %s".formatted(key, text, e.getMessage()));
    }
    return fallback;
  }

  /** Notes a mistake that only the plug-in can see, such as two options that exclude each other. */
  public void reject(String problem) {
    problems.add(requireNonNull(problem, "problem"));
  }

  /** The options read so far, in the order in which they were first read. */
  public List<Option> options() {
    return List.copyOf(options.values());
  }

  /** Every mistake: values that could not be read, and keys that were given but never read. */
  public List<String> problems() {
    List<String> all = new ArrayList<>(problems);
    for (String key : given.keySet()) {
      if (!options.containsKey(key)) {
        all.add(
            options.isEmpty()
                ? "unknown option '%s': there are no options".formatted(key)
                : "unknown option '%s'%s".formatted(key, NearestName.hint(key, options.keySet())));
      }
    }
    return List.copyOf(all);
  }
}
