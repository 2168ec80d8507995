/// One run of the report: its windows are fixed and its errors counted once, then mails and
/// dashboard are made of what was counted.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.errorreport.run;
