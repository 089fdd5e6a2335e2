/** The standard modules. */
module io.correlator.modules {
  requires static org.jspecify;
  requires transitive io.correlator.api;

  exports io.correlator.modules.report;
  exports io.correlator.modules.sshd;

  provides io.correlator.api.module.Module with
      io.correlator.modules.report.ReportModule,
      io.correlator.modules.sshd.SshdModule;
}
