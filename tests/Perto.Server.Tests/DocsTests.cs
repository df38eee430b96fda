using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Perto.Testing;

namespace Perto.Server.Tests;

public sealed partial class DocsTests
{
    [Fact]
    public async Task The_documentation_is_one_page_that_loads_nothing_from_elsewhere_and_runs_no_script_of_its_own()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        using HttpResponseMessage answer = await server.Client.GetAsync("/docs");
        string page = await answer.Content.ReadAsStringAsync();
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotMatch(@"<script(?![^>]*src="")", page);
        Assert.DoesNotMatch(@"\son\w+=", page);
        Assert.DoesNotMatch("""(src|href)="(https?:)?//""", page);
        Assert.DoesNotContain("style=", page);
        foreach (Match file in Loaded().Matches(page))
            Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync(file.Groups[1].Value)).StatusCode);
    }

    [Fact]
    public async Task The_documentation_has_every_operation_with_code_to_copy_and_every_link_leads_somewhere()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        string page = await server.Client.GetStringAsync("/docs");
        foreach (ApiOperation operation in (await ApiSpecification.ReadAsync()).Operations)
            Assert.Contains($"id=\"{operation.Id}\"", page);
        foreach (Match link in Fragment().Matches(page))
            Assert.Contains($"id=\"{link.Groups[1].Value}\"", page);
        Assert.Contains("curl -X POST &#39;http://127.0.0.1:7378/v1/vectors/collections/films/search&#39;", page);
        Assert.Contains("HttpMethod.Post", page);
        Assert.Contains("await fetch(", page);
    }

    [Fact]
    public async Task What_stands_in_the_document_cannot_become_markup()
    {
        string page = ReferencePage.Of(
            """
            {"info": {"version": "1", "description": "<script>alert(1)</script>"}, "tags": [{"name": "a\"b"}], "paths": {}, "components": {"schemas":
             {"<b>": {"description": "`</code><i>`", "type": "string"}}}}
            """);
        Assert.DoesNotContain("<script>alert", page);
        Assert.DoesNotContain("<i>", page);
        Assert.DoesNotContain("<b>", page);
        Assert.DoesNotContain("a\"b", page);
        await Task.CompletedTask;
    }

    [Fact]
    public async Task Every_problem_has_a_page_that_its_type_leads_to()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        string list = await server.Client.GetStringAsync("/problems");
        foreach (ProblemKind kind in ProblemCatalogue.All)
        {
            Assert.Contains($"href=\"{Problem.PageOf(kind.Code)}\"", list);
            string page = await server.Client.GetStringAsync(Problem.PageOf(kind.Code));
            Assert.Contains(WebUtility.HtmlEncode(kind.Remedy), page);
        }

        await (await server.Client.GetAsync("/problems/none-such")).ProblemAsync(404, "not_found");
    }

    [Fact]
    public async Task Every_code_that_the_source_knows_is_explained()
    {
        List<string> unknown = [];
        foreach (string file in Directory.EnumerateFiles(TestRepository.Find("src"), "*.cs", SearchOption.AllDirectories))
        {
            if (file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
                continue;
            string source = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
            MatchCollection codes = source.Contains("ConflictException", StringComparison.Ordinal) || source.Contains(": PertoException", StringComparison.Ordinal)
                ? ThrownOrMade().Matches(source)
                : Thrown().Matches(source);
            unknown.AddRange(from Match code in codes
                             let name = code.Groups["code"].Value
                             where ProblemCatalogue.Find(name) is null
                             select $"{name} in {Path.GetFileName(file)}");
        }

        Assert.True(unknown.Count == 0, "Not in ProblemCatalogue: " + string.Join(", ", unknown.Distinct()));
    }

    [Theory]
    [InlineData("/docs")]
    [InlineData("/docs/docs.css")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/problems")]
    public async Task What_does_not_change_is_not_sent_twice(string path)
    {
        await using RunningServer server = await RunningServer.StartAsync();
        using HttpResponseMessage first = await server.Client.GetAsync(path);
        EntityTagHeaderValue tag = first.Headers.ETag!;
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { IfNoneMatch = { tag } } };
        using HttpResponseMessage second = await server.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync());
        using var other = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { IfNoneMatch = { new EntityTagHeaderValue("\"other\"") } } };
        Assert.Equal(HttpStatusCode.OK, (await server.Client.SendAsync(other)).StatusCode);
    }

    [GeneratedRegex("""<(?:script|link)[^>]*(?:src|href)="([^"]+)""")]
    private static partial Regex Loaded();

    [GeneratedRegex("href=\"#([^\"]+)\"")]
    private static partial Regex Fragment();

    [GeneratedRegex("""(?:(?:Conflict|RequestRefused|Remote|Perto)Exception|\bbase)\(\s*"(?<code>[a-z]+(?:_[a-z]+)*)"\s*,|Code = "(?<code>[a-z_]+)[\"]""")]
    private static partial Regex Thrown();

    [GeneratedRegex("""(?:(?:Conflict|RequestRefused|Remote|Perto)Exception|\bbase|\bnew)\(\s*"(?<code>[a-z]+(?:_[a-z]+)+)"\s*,""")]
    private static partial Regex ThrownOrMade();
}
