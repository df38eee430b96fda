namespace Perto.Platform;

/// <summary>Ends answers that are longer than anything that was asked for: the client reads them whole into memory.</summary>
internal sealed class AnswerLimit(HttpMessageHandler inner, long mostBytes) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
        HttpContent whole = response.Content;
        response.Content = new StreamContent(new LimitedStream(await whole.ReadAsStreamAsync(cancellationToken), mostBytes));
        foreach ((string name, IEnumerable<string> values) in whole.Headers)
            response.Content.Headers.TryAddWithoutValidation(name, values);
        return response;
    }
}
