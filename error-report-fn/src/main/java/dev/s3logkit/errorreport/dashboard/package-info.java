/// Reports as a page that people keep open. Pure: reports in, a page and its data out.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.errorreport.dashboard;
