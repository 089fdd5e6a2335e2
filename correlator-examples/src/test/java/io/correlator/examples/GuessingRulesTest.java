package io.correlator.examples;

import io.correlator.rules.testkit.RuleTestFiles;

@RuleTestFiles("src/test/rules")
final class GuessingRulesTest {}
