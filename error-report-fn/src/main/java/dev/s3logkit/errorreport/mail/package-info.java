/// Reports as mails: how they read, how they are sent, and how none is sent twice or lost silently.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.errorreport.mail;
