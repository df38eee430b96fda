using Perto.Testing;

namespace Perto.Platform.Tests;

/// <summary>One server's keys over a test database.</summary>
internal sealed class Keys
{
    public Keys(IDatabase database, ManualTimeProvider clock)
    {
        var secrets = new InstallationSecret(database, clock);
        Audit = new AuditLog(database, secrets, clock);
        Ring = new KeyRing(database, clock);
        PertoModule[] modules = [new("vectors", null, _ => { }, [], []), new("streaming", null, _ => { }, [], [])];
        Store = new KeyStore(database, Ring, Audit, new AccessModules(modules), new IdGenerator(clock), clock);
    }

    public AuditLog Audit { get; }

    public KeyRing Ring { get; }

    public KeyStore Store { get; }

    public static Caller With(params string[] scopes) => new()
    {
        Tenant = TenantId.Local,
        Actor = "somebody",
        Scopes = ScopeSet.Parse(scopes, ["vectors", "streaming", "keys"]),
    };

    public Task<IssuedKey> CreateAsync(params string[] scopes) =>
        Store.CreateAsync(Caller.Local, new KeyDraft { Name = "shop", Scopes = scopes }, TestContext.Current.CancellationToken);

    public async Task<KeyState?> StateAsync(string key) => (await Ring.CheckAsync(key, TestContext.Current.CancellationToken)).State;
}
