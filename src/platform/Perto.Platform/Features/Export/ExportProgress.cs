namespace Perto.Platform;

/// <summary>How far an export is: <c>manifest.partial.json</c>, from which it goes on.</summary>
/// <param name="Manifest">The files that are whole.</param>
/// <param name="EventAt">The event time of the last row of them, in Unix microseconds.</param>
/// <param name="Key">Its entity.</param>
/// <param name="WriteOrder">Its write order.</param>
internal sealed record ExportProgress(FeatureExportManifest Manifest, long EventAt, string Key, long WriteOrder);
