package io.correlator.verification.contract;

import io.correlator.api.module.Module;
import io.correlator.api.source.RecordFormat;
import io.correlator.examples.BruteForce;
import io.correlator.modules.report.ReportModule;
import io.correlator.modules.sshd.SshdModule;
import io.correlator.sources.format.SyslogFormat;
import io.correlator.testkit.ModuleContract;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;

final class StandardModulesTest {
  private static final List<String> LINES =
      List.of(
          "Mar  1 10:00:00 gate sshd[21]: Accepted publickey for alice from 192.0.2.17 port 3771"
              + " ssh2: ED25519 SHA256:q3Xn0a7mW2uYk5rT8vB1cD4eF6gH9jK0lM2nP4qR6sU",
          "Mar  1 10:00:01 gate sshd[22]: Invalid user admin from 203.0.113.7 port 54097",
          "Mar  1 10:00:02 gate sshd[22]: Failed password for invalid user admin from 203.0.113.7"
              + " port 54097 ssh2",
          "Mar  1 10:00:03 gate sshd[23]: Failed password for root from 203.0.113.7 port 35141 ssh2",
          "Mar  1 10:00:04 gate sshd[24]: Failed password for root from 203.0.113.7 port 35142 ssh2");

  @Nested
  final class Sshd extends ModuleContract {
    @Override
    protected Module module() {
      return new SshdModule(3, Duration.ofMinutes(1));
    }

    @Override
    protected List<String> lines() {
      return LINES;
    }

    @Override
    protected Optional<RecordFormat> format() {
      return Optional.of(new SyslogFormat());
    }
  }

  @Nested
  final class Report extends ModuleContract {
    @Override
    protected Module module() {
      return new ReportModule();
    }

    @Override
    protected List<String> lines() {
      return LINES;
    }
  }

  @Nested
  final class AllRules extends ModuleContract {
    @Override
    protected Module module() {
      return RuleContract.module();
    }

    @Override
    protected List<String> lines() {
      return RuleContract.LINES;
    }

    @Override
    protected Optional<RecordFormat> format() {
      return Optional.of(new SyslogFormat());
    }
  }

  @Nested
  final class Example extends ModuleContract {
    @Override
    protected Module module() {
      return new BruteForce(3, Duration.ofMinutes(1));
    }

    @Override
    protected List<String> lines() {
      return Collections.nCopies(5, "login failed from 203.0.113.7");
    }
  }
}
