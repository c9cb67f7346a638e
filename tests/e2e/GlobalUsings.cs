global using EndToEndTests.Hosting;
global using Xunit;
