using System.Collections.ObjectModel;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Something that the application consists of: a process, a parameter, a connection string.</summary>
public interface IResource
{
    /// <summary>The name, unique in the application; service discovery and the dashboard use it.</summary>
    string Name { get; }

    /// <summary>What was said about the resource: endpoints, environment, waits, health checks.</summary>
    ResourceAnnotationCollection Annotations { get; }
}

/// <summary>One fact about a resource.</summary>
public interface IResourceAnnotation;

/// <summary>The facts about a resource, in the order in which they were added.</summary>
public sealed class ResourceAnnotationCollection : Collection<IResourceAnnotation>;

/// <summary>A resource that takes environment variables.</summary>
public interface IResourceWithEnvironment : IResource;

/// <summary>A resource that takes command line arguments.</summary>
public interface IResourceWithArgs : IResource;

/// <summary>A resource that listens somewhere.</summary>
public interface IResourceWithEndpoints : IResource;

/// <summary>A resource whose start can wait for others.</summary>
public interface IResourceWithWaitSupport : IResource;

/// <summary>A resource that is a fact and not a process: it is available as soon as the application runs.</summary>
public interface IResourceWithoutLifetime : IResource;

/// <summary>The base of all resources.</summary>
public abstract class Resource(string name) : IResource
{
    /// <inheritdoc />
    public virtual string Name { get; } = CheckName(name);

    /// <inheritdoc />
    public virtual ResourceAnnotationCollection Annotations { get; } = [];

    private static string CheckName(string name)
    {
        // The name becomes a DCP object name and an environment variable: letters, digits and hyphens only.
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var isName = char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
        if (name.Length > 64 || !isName)
            throw new ArgumentException($"'{name}' is not a resource name (ASCII letters, digits, '-'; at most 64).");
        return name;
    }
}

/// <summary>A program that is started with a command line.</summary>
public class ExecutableResource(string name, string command, string workingDirectory)
    : Resource(name), IResourceWithEnvironment, IResourceWithArgs, IResourceWithEndpoints, IResourceWithWaitSupport
{
    /// <summary>The program: a path or a name that PATH finds.</summary>
    public string Command { get; } = command;

    /// <summary>The folder in which it runs.</summary>
    public string WorkingDirectory { get; } = workingDirectory;
}

/// <summary>A .NET project of the solution.</summary>
public class ProjectResource(string name) : Resource(name), IResourceWithEnvironment, IResourceWithArgs,
    IResourceWithServiceDiscovery, IResourceWithWaitSupport;

/// <summary>A value given from outside, often a secret.</summary>
public class ParameterResource : Resource, IResourceWithoutLifetime, IValueProvider, IManifestExpressionProvider
{
    private readonly Lazy<string> value;

    /// <summary>A parameter whose value is asked for once, when it is first needed.</summary>
    internal ParameterResource(string name, Func<string> callback, bool secret) : base(name)
    {
        value = new Lazy<string>(callback);
        Secret = secret;
    }

    /// <summary>Whether the value must be masked wherever it is shown.</summary>
    public bool Secret { get; }

    /// <inheritdoc />
    public string ValueExpression => $"{{{Name}.value}}";

    /// <inheritdoc />
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => new(value.Value);
}
