using System.CommandLine;
using System.Text.Json;
using Perto.Platform;
using Perto.Vectors;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto vectors search COLLECTION</c></summary>
internal static class SearchVectorsCommand
{
    private const int LongestPayload = 100;

    private static readonly Argument<string> Collection = VectorsCommand.Collection();

    private static readonly Option<string?> Id = new("--id") { Description = "\"Like this record\": searches with its vector and leaves it out", HelpName = "ID" };

    private static readonly Option<FileInfo?> Query = new("--vector") { Description = "A JSON file that holds the query vector: a list of numbers", HelpName = "FILE" };

    private static readonly Option<string?> Field = new("--field") { Description = "The vector field to search [default: the only one]", HelpName = "NAME" };

    private static readonly Option<int> Count = new("--k", "-k") { Description = "How many records, 1..10000", DefaultValueFactory = _ => 10 };

    private static readonly Option<string?> Where = new("--filter") { Description = "Which records may be found, as JSON in the style of MongoDB", HelpName = "JSON" };

    private static readonly Option<float?> MinimumScore = new("--minimum-score")
    {
        Description = "Leave out what scores lower; for most metrics 1 is identical and 0 unrelated",
        HelpName = "SCORE",
    };

    private static readonly Option<string?> Group = new("--group")
    {
        Description = "Let each value of this keyword, integer or boolean field have only --group-size hits; records without a value are left out",
        HelpName = "FIELD",
    };

    private static readonly Option<int?> GroupSize = new("--group-size") { Description = "Most hits for each value of --group, 1..10000 [default: 1]", HelpName = "N" };

    private static readonly Option<int?> Ef = new("--ef") { Description = "Candidates that the index looks at, 1..4096: more find better and take longer" };

    private static readonly Option<bool> Exact = new("--exact") { Description = "Compare with every record instead of using the index" };

    private static readonly Option<bool> Explain = new("--explain") { Description = "Say how the records were found and what it cost" };

    public static Command Create()
    {
        var command = new Command(
            "search",
            """
            The records nearest to a vector, or to another record

            Examples:
              perto vectors search films --id heat -k 5
              perto vectors search films --vector query.json --filter '{"genre": "crime", "year": {"$gte": 1990}}' --explain
              perto vectors search films --id heat --minimum-score 0.5 --group genre --group-size 2
            """)
        {
            Collection, Id, Query, Field, Count, Where, MinimumScore, Group, GroupSize, Ef, Exact, Explain,
        };
        command.Validators.Add(result =>
        {
            if ((result.GetResult(Id) is null) == (result.GetResult(Query) is null))
                result.AddError("Give either --id or --vector");
            if (result.GetResult(GroupSize) is not null && result.GetResult(Group) is null)
                result.AddError("--group-size needs --group");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            VectorSearch search = Read(parsed);
            await using Connection<IVectorDatabase> connection = await VectorsConnection.OpenAsync(parsed, cancellationToken);
            IVectorCollection collection = await connection.Service.OpenAsync(parsed.GetValue(Collection)!, cancellationToken);
            SearchResult result = await collection.SearchAsync(search, cancellationToken);
            Terminal.For(parsed).Print(VectorSearchAnswer.Of(result), console => Print(console, search, result, parsed.GetValue(Explain)));
            return ExitCode.Success;
        });
        return command;
    }

    private static VectorSearch Read(ParseResult parsed) => new()
    {
        Vector = parsed.GetValue(Field),
        Id = parsed.GetValue(Id),
        Value = parsed.GetValue(Query) is { } file ? ReadVector(file) : (VectorValue?)null,
        K = parsed.GetValue(Count),
        Filter = parsed.GetValue(Where) is { } filter ? FilterJson.Parse(filter) : null,
        MinimumScore = parsed.GetValue(MinimumScore),
        Group = parsed.GetValue(Group) is { } name ? new GroupBy(name, parsed.GetValue(GroupSize) ?? 1) : null,
        Ef = parsed.GetValue(Ef),
        Exact = parsed.GetValue(Exact),
    };

    private static VectorValue ReadVector(FileInfo file)
    {
        if (!file.Exists)
            throw new InvalidValueException("--vector", file.FullName, "an existing file", $"There is no file '{file.FullName}'");
        try
        {
            return JsonSerializer.Deserialize<VectorValue>(File.ReadAllBytes(file.FullName), PertoJson.Options);
        }
        catch (JsonException fault)
        {
            throw new InvalidValueException("--vector", file.FullName, "JSON of a vector", $"'{file.FullName}' must hold a vector as JSON: {fault.Message}");
        }
    }

    private static void Print(IAnsiConsole console, VectorSearch search, SearchResult result, bool explain)
    {
        var table = new Table().Border(TableBorder.None).AddColumns("", "id");
        if (search.Group is { } group)
            table.AddColumn(Markup.Escape(group.Field));
        table.AddColumn(new TableColumn("score").RightAligned()).AddColumn(new TableColumn("distance").RightAligned()).AddColumn("payload");
        for (int i = 0; i < result.Hits.Count; i++)
        {
            SearchHit hit = result.Hits[i];
            List<string> cells = [$"{i + 1}", Markup.Escape(hit.Id)];
            if (search.Group is not null)
                cells.Add(Markup.Escape(Word(hit.Payload[search.Group.Field])));
            cells.AddRange([$"{hit.Score:0.0000}", $"{hit.Distance:0.0000}", Markup.Escape(Payload(hit))]);
            table.AddRow(cells.ToArray());
        }
        console.Write(table);
        if (search.MinimumScore is { } minimum && result.Hits.Count < search.K)
            console.WriteLine($" No {(result.Hits.Count == 0 ? "hit" : "other hit")} scores {minimum} or more");
        if (explain)
            console.WriteLine($" {VectorWords.Explain(result.Explain, filtered: search.Filter is not null)}");
    }

    private static string Word(PayloadValue value) => value.Kind is PayloadKind.Keyword ? value.Keyword : $"{value}";

    private static string Payload(SearchHit hit)
    {
        if (hit.Payload.Count == 0)
            return "";
        string json = JsonSerializer.Serialize(hit.Payload, PertoJson.Options);
        return json.Length <= LongestPayload ? json : $"{json.AsSpan(0, LongestPayload)}...";
    }
}
