using System.Globalization;
using Perto.Platform;

namespace Perto.Client;

/// <summary>The language models of a server over HTTP.</summary>
public sealed class HttpLanguageModels : ILanguageModelAdministration
{
    private const string Root = "/v1/language-models";

    private readonly PertoHttp _http;

    /// <summary>Talks through <paramref name="client"/>, whose base address is the server's.</summary>
    public HttpLanguageModels(HttpClient client) => _http = new PertoHttp(client);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LanguageModelProvider>> ListAsync(CancellationToken cancellationToken = default) =>
        (await _http.GetAsync<Page<LanguageModelProvider>>(Root, cancellationToken)).Items;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ModelUsageRow>> UsageAsync(DateOnly from, DateOnly to, string? tenant = null, CancellationToken cancellationToken = default) =>
        (await _http.GetAsync<Page<ModelUsageRow>>($"{Root}/usage{QueryText.Of(("from", Text(from)), ("to", Text(to)), ("tenant", tenant))}", cancellationToken)).Items;

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
