package io.correlator.rules.testing;

import io.correlator.api.source.RecordFormat;
import io.correlator.rules.RuleSet;
import io.correlator.rules.Rules;
import io.correlator.rules.format.Formats;
import io.correlator.rules.mapping.Mapping;
import io.correlator.rules.problem.Problem;
import io.correlator.rules.problem.Problems;
import io.correlator.rules.testing.RuleTestCase.Given;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the files that a case is about hold. Immutable.
 *
 * @param formats all formats by name: those that are there anyway, and those of the files
 * @param problems errors, for which no case can be run
 */
record Setting(RuleSet rules, Map<String, RecordFormat> formats, List<Problem> problems) {
  static Setting nothing() {
    return new Setting(RuleSet.empty(), Map.of(), List.of());
  }

  static Setting of(Given given, Map<String, RecordFormat> known) {
    Problems problems = new Problems();
    Mapping mapping = Mapping.standard();
    for (int i = given.mappings().size() - 1; i >= 0; i--) {
      Mapping later = mapping;
      mapping =
          Mapping.load(given.mappings().get(i), problems).map(own -> own.and(later)).orElse(later);
    }
    Map<String, RecordFormat> formats = new TreeMap<>(known);
    for (Path file : given.formats()) {
      Formats.load(file, problems)
          .ifPresent(own -> own.forEach(format -> formats.put(format.name(), format)));
    }
    RuleSet rules = Rules.load(mapping, given.rules());
    rules.problems().forEach(problems::add);
    return new Setting(rules, formats, problems.all().stream().filter(Problem::isError).toList());
  }
}
