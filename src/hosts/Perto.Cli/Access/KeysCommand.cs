using System.CommandLine;
using System.Globalization;
using Perto.Platform;
using Spectre.Console;

namespace Perto.Cli;

/// <summary><c>perto keys</c></summary>
internal static class KeysCommand
{
    private static readonly Argument<string> Id = new("id") { Description = "Id of the key, as 'perto keys list' shows it" };

    private static readonly Option<string> Name = new("--name") { Description = "What people call it", HelpName = "NAME", Required = true };

    private static readonly Option<string[]> Scopes = new("--scope")
    {
        Description = "What it allows: read, write, admin, operator, or one of them in a module such as vectors:read; several times for several",
        HelpName = "SCOPE",
        Required = true,
    };

    private static readonly Option<TimeSpan?> Expires = AccessOptions.Duration("--expires", "When it expires, such as 90d [default: never]");

    private static readonly Option<TimeSpan?> Grace = AccessOptions.Duration("--grace", "How long the old key goes on working, such as 12h or 0s [default: 24h]");

    public static Command Create() => new(
        "keys",
        """
        API keys: who may ask the server, and for what

        Examples:
          perto keys create --name "web shop" --scope streaming:write
          perto keys list
          perto keys rotate 019b76da-... --grace 12h
        """)
    {
        CreateCommand(),
        ListCommand(),
        RotateCommand(),
        RevokeCommand(),
    };

    private static Command CreateCommand()
    {
        var command = new Command("create", "Make a key; it is printed this once") { Name, Scopes, Expires, AccessOptions.Tenant };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Connection<IKeys> connection = await AccessConnection.KeysAsync(parsed, cancellationToken);
            IssuedKey issued = await connection.Service.CreateAsync(
                new KeyDraft
                {
                    Name = parsed.GetValue(Name)!,
                    Scopes = parsed.GetValue(Scopes)!,
                    Tenant = parsed.GetValue(AccessOptions.Tenant),
                    ExpiresInSeconds = (long?)parsed.GetValue(Expires)?.TotalSeconds,
                },
                cancellationToken);
            Terminal.For(parsed).Print(issued, console => Print(console, issued));
            return ExitCode.Success;
        });
        return command;
    }

    private static Command ListCommand()
    {
        var command = new Command("list", "The keys of a tenant, without their secrets") { AccessOptions.Tenant };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Connection<IKeys> connection = await AccessConnection.KeysAsync(parsed, cancellationToken);
            List<ApiKey> keys = await AccessOptions.AllAsync(paging => connection.Service.ListAsync(parsed.GetValue(AccessOptions.Tenant), paging, cancellationToken));
            Terminal.For(parsed).Print(keys, console => Print(console, keys));
            return ExitCode.Success;
        });
        return command;
    }

    private static Command RotateCommand()
    {
        var command = new Command("rotate", "Replace a key by one with the same scopes; it is printed this once") { Id, Grace, AccessOptions.Tenant };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Connection<IKeys> connection = await AccessConnection.KeysAsync(parsed, cancellationToken);
            var rotation = new KeyRotation { GraceSeconds = (long?)parsed.GetValue(Grace)?.TotalSeconds ?? KeyRotation.DefaultGraceSeconds };
            IssuedKey issued = await connection.Service.RotateAsync(parsed.GetValue(Id)!, rotation, parsed.GetValue(AccessOptions.Tenant), cancellationToken);
            Terminal.For(parsed).Print(issued, console => Print(console, issued));
            return ExitCode.Success;
        });
        return command;
    }

    private static Command RevokeCommand()
    {
        var command = new Command("revoke", "Take a key back: every server refuses it within five seconds") { Id, AccessOptions.Tenant };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using Connection<IKeys> connection = await AccessConnection.KeysAsync(parsed, cancellationToken);
            string id = parsed.GetValue(Id)!;
            await connection.Service.RevokeAsync(id, parsed.GetValue(AccessOptions.Tenant), cancellationToken);
            Terminal.For(parsed).Print(new { Revoked = id }, console => console.WriteLine($"Key {id} is revoked"));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Print(IAnsiConsole console, IssuedKey issued)
    {
        console.WriteLine(issued.Key);
        console.WriteLine($"Key {issued.Details.Id} of tenant {issued.Details.Tenant} with {string.Join(", ", issued.Details.Scopes)}. It is not shown again.");
    }

    private static void Print(IAnsiConsole console, List<ApiKey> keys)
    {
        if (keys.Count == 0)
        {
            console.WriteLine("There are no keys; make one with 'perto keys create'");
            return;
        }
        var table = new Table().Border(TableBorder.None).AddColumns("id", "name", "key", "scopes", "state", "expires", "last used");
        foreach (ApiKey key in keys)
        {
            table.AddRow(
                key.Id, Markup.Escape(key.Name), $"{KeyText.Start}{key.Prefix}_...", Markup.Escape(string.Join(", ", key.Scopes)),
                key.State.ToString().ToLowerInvariant(), Day(key.ExpiresAt) ?? "never", Day(key.LastUsedAt) ?? "never");
        }
        console.Write(table);
    }

    private static string? Day(DateTimeOffset? moment) => moment?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
