package io.correlator.rules.classify;

import static java.util.Objects.requireNonNull;

import io.correlator.rules.detection.RecordView;
import io.correlator.rules.problem.Problems;
import io.correlator.rules.yaml.YamlNode;
import java.util.List;
import java.util.stream.Stream;

/**
 * Classes of records, each of which says which records belong to it and what these mean as fields,
 * such as {@code event_type} and {@code src_ip}. A record may belong to several; of those that give
 * a value to the same field, the first one counts. Immutable; may be used by any thread.
 *
 * <p>An address is given without the brackets and the port around it, and an IPv4 address in the
 * clothes of IPv6 ({@code ::ffff:192.0.2.1}) as what it is.
 */
public final class Classifier {
  private final List<ClassGroup> groups;

  Classifier(List<ClassGroup> groups) {
    this.groups = List.copyOf(groups);
  }

  /**
   * Logins, privileges, firewalls, web servers, databases, Windows events, the Linux audit log, and
   * what calls itself an error or a warning.
   */
  public static Classifier standard() {
    return StandardClassifier.ALL;
  }

  /** Knows no classes: all fields are those of the records themselves. */
  public static Classifier none() {
    return new Classifier(List.of());
  }

  /**
   * Reads classes.
   *
   * @param document has them as a list under {@code classes}
   * @param problems what is wrong is noted there, and left out
   */
  public static Classifier read(YamlNode.Entries document, Problems problems) {
    return new Classifier(List.of(new ClassGroup(ClassifierReader.classes(document, problems))));
  }

  /** Both: these classes come first. */
  public Classifier and(Classifier other) {
    return new Classifier(Stream.concat(groups.stream(), other.groups.stream()).toList());
  }

  /** How many classes there are. */
  public int size() {
    return groups.stream().mapToInt(ClassGroup::size).sum();
  }

  /** What asks for one thread. */
  public Reader open() {
    return new Reader(groups);
  }

  /** Asks about one record after another. For one thread. */
  public static final class Reader {
    private final List<ClassGroup.Reader> groups;

    private Reader(List<ClassGroup> groups) {
      this.groups = groups.stream().map(ClassGroup::open).toList();
    }

    /** The fields of a record; it is looked at when one of them is asked for. */
    public Classification of(RecordView record) {
      return new Classification(groups, requireNonNull(record, "record"));
    }
  }
}
