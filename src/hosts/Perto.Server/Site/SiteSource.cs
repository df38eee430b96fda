namespace Perto.Server;

/// <summary>Where the console comes from: the one embedded by the build, unless a host brings another.</summary>
/// <param name="Site">The console; null when there is none.</param>
internal sealed record SiteSource(SiteArchive? Site);
