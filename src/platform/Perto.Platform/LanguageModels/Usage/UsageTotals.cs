namespace Perto.Platform;

/// <summary>Requests added up.</summary>
internal sealed class UsageTotals
{
    public long Requests { get; private set; }

    public long Texts { get; private set; }

    public long InputTokens { get; private set; }

    public long OutputTokens { get; private set; }

    public long Searches { get; private set; }

    /// <summary>In millionths of a dollar, with the parts of them that small requests cost.</summary>
    public decimal MicroUsd { get; set; }

    public long Unpriced { get; private set; }

    public long Estimated { get; private set; }

    public void Add(ModelWork work, decimal? microUsd, bool estimated)
    {
        Requests++;
        Texts += work.Texts;
        InputTokens += work.InputTokens ?? 0;
        OutputTokens += work.OutputTokens ?? 0;
        Searches += work.Searches ?? 0;
        MicroUsd += microUsd ?? 0;
        Unpriced += microUsd is null ? 1 : 0;
        Estimated += estimated ? 1 : 0;
    }

    public void Add(UsageTotals other)
    {
        Requests += other.Requests;
        Texts += other.Texts;
        InputTokens += other.InputTokens;
        OutputTokens += other.OutputTokens;
        Searches += other.Searches;
        MicroUsd += other.MicroUsd;
        Unpriced += other.Unpriced;
        Estimated += other.Estimated;
    }
}
