SSH logins from ${event.fields.start} to ${event.fields.end}<#if event.fields.partial> (until the input ended)</#if>:
  succeeded  ${event.fields.succeeded}
  failed     ${event.fields.failed}, of which ${event.fields.failedWithoutSuccess} from addresses that never logged in
  addresses over the limit  ${event.fields.addressesOverLimit}
<#if event.fields.approximate>
So much was seen that some was forgotten: the numbers may be off.
</#if>
