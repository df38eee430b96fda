namespace Perto.EndToEnd;

/// <summary>What a program that ended left behind.</summary>
/// <param name="ExitCode">0 when all went well; 128 plus the number of the signal that ended it.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Error">Its standard error.</param>
internal sealed record ProcessResult(int ExitCode, string Output, string Error);
