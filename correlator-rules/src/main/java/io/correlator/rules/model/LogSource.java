package io.correlator.rules.model;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which logs a rule is about, or which a record belongs to, in the names of Sigma's taxonomy: a
 * category such as {@code process_creation}, a product such as {@code windows}, a service such as
 * {@code sshd}.
 */
public record LogSource(
    Optional<String> category, Optional<String> product, Optional<String> service) {
  public LogSource {
    requireNonNull(category, "category");
    requireNonNull(product, "product");
    requireNonNull(service, "service");
  }

  /** Names nothing. */
  public static LogSource any() {
    return new LogSource(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The same of this category. */
  public LogSource withCategory(String name) {
    return new LogSource(Optional.of(name), product, service);
  }

  /** The same of this product. */
  public LogSource withProduct(String name) {
    return new LogSource(category, Optional.of(name), service);
  }

  /** The same of this service. */
  public LogSource withService(String name) {
    return new LogSource(category, product, Optional.of(name));
  }

  /** Whether it names nothing: a rule for it is about all records, mapped or not. */
  public boolean isAny() {
    return category.isEmpty() && product.isEmpty() && service.isEmpty();
  }

  /** Whether whatever belongs to {@code other} belongs to this: all that this names is the same. */
  public boolean includes(LogSource other) {
    return includes(category, other.category)
        && includes(product, other.product)
        && includes(service, other.service);
  }

  private static boolean includes(Optional<String> mine, Optional<String> other) {
    return mine.isEmpty() || mine.equals(other);
  }

  /** For people: {@code windows/process_creation/-}. */
  @Override
  public String toString() {
    return Stream.of(product, category, service)
        .map(part -> part.orElse("-"))
        .collect(Collectors.joining("/"));
  }
}
