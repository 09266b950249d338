namespace CivicPlatform.Cli;

/// <summary>Something that the person at the keyboard can mend; the message is one sentence for that person.</summary>
public class CivicException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>The command line is wrong; the usage line is printed with it.</summary>
public sealed class UsageException(string message) : CivicException(message);
