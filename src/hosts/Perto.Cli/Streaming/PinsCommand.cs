using System.CommandLine;
using Perto.Streaming;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto streaming pins</c>: titles whose place in a row of the home page is fixed.</summary>
internal static class PinsCommand
{
    private static readonly Argument<string> Id = new("id") { Description = "Id of the pin, 1 to 256 characters" };
    private static readonly Option<string> Title = new("--title") { Description = "Id of the title", HelpName = "ID", Required = true };
    private static readonly Option<string> Row = new("--row") { Description = "Name of the row: trending, top_picks, ...", HelpName = "NAME", Required = true };
    private static readonly Option<int> Place = new("--place") { Description = "Its place in the row, from 1", HelpName = "N", DefaultValueFactory = _ => 1 };
    private static readonly Option<string?> Country = new("--country") { Description = "Only pages of this country [default: all]", HelpName = "CODE" };
    private static readonly Option<string?> Tier = new("--tier") { Description = "Only pages of this subscription [default: all]", HelpName = "NAME" };
    private static readonly Option<DateTimeOffset?> From = new("--from") { Description = "From when on [default: at once]", HelpName = "MOMENT" };
    private static readonly Option<DateTimeOffset?> To = new("--to") { Description = "Until when, not included [default: until it is removed]", HelpName = "MOMENT" };

    public static Command Create() => new("pins", "Titles whose place in a row of the home page is fixed") { List(), Add(), Remove() };

    private static Command List()
    {
        var command = new Command("list", "The pins, by id");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Connection<IStreaming> connection = await StreamingConnection.OpenAsync(parsed, cancellationToken);
            IReadOnlyList<StoredPin> pins = await connection.Service.PinsAsync(cancellationToken);
            Terminal.For(parsed).Print(pins, console => Print(console, pins));
            return ExitCode.Success;
        });
        return command;
    }

    private static Command Add()
    {
        var command = new Command("add", "Pin a title; a pin with the same id is replaced") { Id, Title, Row, Place, Country, Tier, From, To };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Connection<IStreaming> connection = await StreamingConnection.OpenAsync(parsed, cancellationToken);
            var pin = new Pin
            {
                Title = parsed.GetValue(Title)!,
                Row = parsed.GetValue(Row)!,
                Place = parsed.GetValue(Place),
                Country = parsed.GetValue(Country),
                Tier = parsed.GetValue(Tier),
                StartsAt = parsed.GetValue(From),
                EndsAt = parsed.GetValue(To),
            };
            StoredPin stored = await connection.Service.PinAsync(parsed.GetValue(Id)!, pin, cancellationToken);
            Terminal.For(parsed).Print(stored, console => Print(console, [stored]));
            return ExitCode.Success;
        });
        return command;
    }

    private static Command Remove()
    {
        var command = new Command("remove", "Take a pin away") { Id };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Connection<IStreaming> connection = await StreamingConnection.OpenAsync(parsed, cancellationToken);
            string id = parsed.GetValue(Id)!;
            await connection.Service.UnpinAsync(id, cancellationToken);
            Terminal.For(parsed).Print(new { id }, console => console.MarkupLineInterpolated($"{id} is removed"));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Print(IAnsiConsole console, IReadOnlyList<StoredPin> pins)
    {
        if (pins.Count == 0)
        {
            console.WriteLine("There are no pins; 'perto streaming pins add' makes one");
            return;
        }
        var table = new Table().Border(TableBorder.None).AddColumns("pin", "title", "row");
        table.AddColumn(new TableColumn("place").RightAligned());
        table.AddColumns("country", "tier", "from", "to");
        foreach ((string id, Pin pin) in pins)
        {
            table.AddRow(
                Markup.Escape(id), Markup.Escape(pin.Title), Markup.Escape(pin.Row), $"{pin.Place}", Markup.Escape(pin.Country ?? "all"), Markup.Escape(pin.Tier ?? "all"),
                Moment(pin.StartsAt), Moment(pin.EndsAt));
        }
        console.Write(table);
    }

    private static string Moment(DateTimeOffset? moment) => moment is { } at ? $"{at.UtcDateTime:yyyy-MM-dd HH:mm} UTC" : "-";
}
