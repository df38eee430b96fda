using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Perto.Client;
using Perto.Platform;
using Perto.Server;
using Perto.Vectors;

namespace Perto.Cli;

/// <summary>One end of a copy: a vector store of any provider, or the vector database of a data folder or server.</summary>
internal sealed class StoreEnd : IAsyncDisposable
{
    private readonly IAsyncDisposable _owner;
    private readonly IVectorDatabase? _database;
    private readonly IVectorStore? _store;
    private readonly TenantId _tenant;

    private StoreEnd(StoreAddress address, IAsyncDisposable owner, IVectorDatabase? database, IVectorStore? store, TenantId tenant)
    {
        Address = address;
        _owner = owner;
        _database = database;
        _store = store;
        _tenant = tenant;
    }

    public StoreAddress Address { get; }

    /// <param name="address">Which store.</param>
    /// <param name="tenant">Whose collections.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="key">Shown to a Perto server, and to no other than that of this end; null: the one that goes to all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<StoreEnd> OpenAsync(StoreAddress address, TenantId tenant, ParseResult parsed, string? key, CancellationToken cancellationToken)
    {
        key ??= GlobalOptions.KeyOf(parsed);
        if (address.IsData)
        {
            if (tenant != TenantId.Local)
                throw new InvalidValueException("--tenant", tenant.Value, "local", "The store of the data folder is opened as the tenant local; name a store by its own address to copy another tenant's collections");
            Connection<IVectorDatabase> connection = await VectorsConnection.OpenAsync(parsed, cancellationToken, key: key);
            return new StoreEnd(address, connection, connection.Service, store: null, tenant);
        }
        if (address.Server is { } server)
        {
            var connection = Connection<IVectorDatabase>.Remote(server, key, client => new HttpVectorDatabase(client));
            return new StoreEnd(address, connection, connection.Service, store: null, tenant);
        }
        Dictionary<string, string?> settings = HostSettings.From(parsed);
        settings["Perto:Workers"] = "false";
        foreach ((string name, string? value) in address.Settings)
            settings[name] = value;
        PertoHost host = PertoServer.Create(new PertoServerOptions { Settings = settings });
        try
        {
            return new StoreEnd(address, host, database: null, host.Services.GetRequiredService<IVectorStore>(), tenant);
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>The collections that can be copied; those that Perto makes from its database are left out, because every server fills them itself.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancellationToken) => _database is null
        ? await _store!.NamesAsync(_tenant, cancellationToken)
        : [.. (await _database.ListAsync(cancellationToken)).Where(collection => collection.Derived is null).Select(collection => collection.Name)];

    /// <exception cref="NotFoundException">There is none of that name.</exception>
    public async Task<IVectorCollection> OpenAsync(string name, CancellationToken cancellationToken) => _database is null
        ? await _store!.FindAsync(_tenant, name, cancellationToken) ?? throw new NotFoundException("collection", name)
        : await _database.OpenAsync(name, cancellationToken);

    /// <summary>Refuses a schema that it could not keep, before anything is made.</summary>
    /// <exception cref="CapabilityMissingException">The provider cannot keep a field.</exception>
    public void Check(CollectionSchema schema)
    {
        if (_store is SpreadVectorStore spread)
            spread.Check(schema);
        else if (_store is not null)
            schema.CheckSupported(_store.Provider, _store.Capabilities);
    }

    public async Task<IVectorCollection> CreateAsync(string name, CollectionSchema schema, CancellationToken cancellationToken) => _database is null
        ? await _store!.CollectionAsync(_tenant, name, CollectionShape.Of(schema).Declare, cancellationToken)
        : await _database.CreateAsync(name, CollectionShape.Of(schema), cancellationToken);

    public ValueTask DisposeAsync() => _owner.DisposeAsync();
}
