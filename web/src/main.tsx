import { createRoot } from "react-dom/client";
import { App } from "./app";
import { preferred, speak } from "./lib/i18n";
import "./styles/base.css";
import "./styles/parts.css";
import "./styles/views.css";

document.documentElement.dataset.theme = localStorage.getItem("communique.theme") ?? "auto";
const root = document.getElementById("root");
if (!root) throw new Error("the page has no root");
await speak(preferred());
createRoot(root).render(<App />);
