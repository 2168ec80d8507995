/// The rules file: which records of which applications belong to which report, and who gets it.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.errorreport.rule;
