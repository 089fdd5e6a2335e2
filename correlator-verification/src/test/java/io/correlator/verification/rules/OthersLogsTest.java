package io.correlator.verification.rules;

import io.correlator.rules.testkit.RuleTestFiles;

/** Which log source the records of clouds, network devices and applications belong to. */
@RuleTestFiles("src/test/rules")
final class OthersLogsTest {}
