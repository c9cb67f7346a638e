using Microsoft.Extensions.Logging.Abstractions;
using Web.Audit;
using Web.Storage;
using Web.Visitors;

namespace UnitTests.Web.Audit;

/// <summary>Deeds of somebody whom a test names.</summary>
internal static class TestDeeds
{
    /// <summary>Of the server itself, which may do everything.</summary>
    public static Deeds Free(string directory) => new(Log(directory), () => Actor.Server, AccessMode.None);

    /// <summary>Of somebody with a role.</summary>
    public static Deeds Of(VisitorRole role, AuditLog log) => new(log, () => new Actor(new Visitor("b-1", "Ada", role), "10.0.0.1"), AccessMode.Token);

    public static AuditLog Log(string directory) => new(new ConsoleDatabase(directory), TimeProvider.System, NullLogger<AuditLog>.Instance);
}
