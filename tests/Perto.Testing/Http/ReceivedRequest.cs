namespace Perto.Testing;

/// <summary>A request that a double got, whether or not it met a fault.</summary>
/// <param name="Method">Its method.</param>
/// <param name="Path">Its path.</param>
/// <param name="Query">Its query with the question mark; empty where there is none.</param>
/// <param name="Headers">Its headers, by names in lower case.</param>
/// <param name="Body">Its body.</param>
public sealed record ReceivedRequest(string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Method} {Path}{Query}";
}
