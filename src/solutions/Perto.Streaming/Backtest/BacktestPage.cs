namespace Perto.Streaming;

/// <summary>A page of the past: who asked when, knowing what was known then, and what they watched afterwards.</summary>
/// <param name="Context">All that the page is made of, as it was.</param>
/// <param name="Wanted">Ids of the titles that the person watched for the first time from that moment to the end of the window.</param>
internal sealed record BacktestPage(HomeContext Context, IReadOnlySet<string> Wanted);
