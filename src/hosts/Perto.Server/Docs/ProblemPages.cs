namespace Perto.Server;

/// <summary>The pages that the <c>type</c> of a problem leads to.</summary>
internal static class ProblemPages
{
    /// <summary>The list of all kinds.</summary>
    public static string List()
    {
        Html page = new Html().Add("""
            <h1>Problems</h1>
            <p>Every failure is <code>application/problem+json</code>. Programs go by <code>code</code>, people by <code>title</code>;
            <code>trace_id</code> finds the request in the log.</p>
            <table><caption>Over HTTP</caption><thead><tr><th scope="col">Status</th><th scope="col">Code</th><th scope="col">What it is</th></tr></thead><tbody>
            """);
        foreach (ProblemKind kind in ProblemCatalogue.All.Where(kind => !kind.OutsideHttp))
            page.Add(Row(kind));
        page.Add("""</tbody></table><table><caption>Only while the program starts, or in the command line</caption><tbody>""");
        foreach (ProblemKind kind in ProblemCatalogue.All.Where(kind => kind.OutsideHttp))
            page.Add(Row(kind));
        return DocsPage.Of("Problems - Perto API", page.Add("</tbody></table>"));
    }

    /// <summary>The page of one kind.</summary>
    public static string Of(ProblemKind kind) => DocsPage.Of($"{kind.Code} - Perto API", new Html().Add($"""
        <p><a href="/problems">All problems</a></p>
        <h1>{kind.Title}</h1>
        <p><code>{kind.Code}</code>, status {kind.Status}</p>
        <h2>What it means</h2>
        <p>{kind.Meaning}</p>
        <h2>What to do</h2>
        <p>{kind.Remedy}</p>
        """));

    private static string Row(ProblemKind kind) => new Html().Add(
        $"""<tr><td>{kind.Status}</td><td><a href="{Problem.PageOf(kind.Code)}"><code>{kind.Code}</code></a></td><td>{kind.Title}</td></tr>""").ToString();
}
