namespace Perto.Platform;

/// <summary>What a turn of retention deleted.</summary>
/// <param name="Tables">Rows by table; those with a limit, also where nothing was too old.</param>
public sealed record RetentionReport(IReadOnlyDictionary<string, long> Tables);
