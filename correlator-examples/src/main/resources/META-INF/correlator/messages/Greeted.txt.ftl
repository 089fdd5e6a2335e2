Someone greeted ${event.fields.user} at ${event.timestamp?string("HH:mm")}.
<#list event.evidence as line>
  ${line.raw}
</#list>
