import { withTranslations } from '../components/Translations';
import App from './App';

export default withTranslations(App);
