namespace Perto.Platform;

/// <summary>The language models of a server, for operators: the same in process and over HTTP (<c>Perto.Client</c>).</summary>
public interface ILanguageModelAdministration
{
    /// <summary>The providers, by name, with the models of the settings.</summary>
    Task<IReadOnlyList<LanguageModelProvider>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>What models took, by day, provider, model and purpose; the newest days first.</summary>
    /// <param name="from">The first day (UTC).</param>
    /// <param name="to">The last day, not before the first and at most 366 days with it.</param>
    /// <param name="tenant">Whose; null: the caller's own. Another's needs an operator.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidValueException">The days are in the wrong order, or too many.</exception>
    /// <exception cref="PertoException">The server refuses.</exception>
    Task<IReadOnlyList<ModelUsageRow>> UsageAsync(DateOnly from, DateOnly to, string? tenant = null, CancellationToken cancellationToken = default);
}
